import type { Partition } from '../partition.ts';
import { type PolicyDocument, policyDocument, type Statement } from '../policy.ts';
import { definePolicy } from '../policy-definition.ts';

/** A bucket, or a folder of it. */
export interface BucketScope {
  readonly partition: Partition;
  readonly bucket: string;
  /** @default the whole bucket */
  readonly prefix?: string;
}

const READ = ['s3:GetObject'];
const WRITE = [
  's3:AbortMultipartUpload',
  's3:DeleteObject',
  's3:GetObject',
  's3:ListMultipartUploadParts',
  's3:PutObject',
];

/**
 * Lets Kubeflow Pipelines keep its artifacts and pipeline packages in a bucket. It makes no bucket: the API server
 * tries to, and only warns when it may not.
 *
 * @see https://github.com/kubeflow/pipelines/blob/2.16.1/backend/src/v2/objectstore/object_store.go
 */
export function pipelinesS3Policy(scope: BucketScope): PolicyDocument {
  return policyDocument([...looking(scope), ...multipart(scope), objects(scope, WRITE)]);
}

/** Lets the web interface of Kubeflow Pipelines show artifacts: reading only. */
export function pipelinesS3ReadPolicy(scope: BucketScope): PolicyDocument {
  return policyDocument([...looking(scope), objects(scope, READ)]);
}

/** The bucket of a profile, and its name. */
export interface ProfileBucketScope extends BucketScope {
  readonly profile: string;
  /** Folder with the folders of the profiles. @default 'private-artifacts' */
  readonly prefix?: string;
}

/**
 * Lets the pods of one profile (`default-editor`) keep artifacts in its own folder, `private-artifacts/<profile>/`.
 *
 * @see https://github.com/kubeflow/pipelines/blob/2.16.1/backend/src/v2/objectstore/object_store.go
 */
export function profileS3Policy(scope: ProfileBucketScope): PolicyDocument {
  const { partition, bucket, profile, prefix = 'private-artifacts' } = scope;
  return pipelinesS3Policy({ partition, bucket, prefix: `${folder({ ...scope, prefix })}${profile}` });
}

/**
 * Lets KServe's storage initializer list and download models.
 *
 * @see https://github.com/kserve/kserve/blob/v0.18.0/python/storage/kserve_storage/kserve_storage.py
 */
export function kserveS3Policy(scope: BucketScope): PolicyDocument {
  return policyDocument([listing(scope), objects(scope, READ)]);
}

/**
 * Lets the MLflow server keep artifacts in a bucket.
 *
 * @see https://github.com/mlflow/mlflow/blob/v3.15.1/mlflow/store/artifact/s3_artifact_repo.py
 */
export function mlflowS3Policy(scope: BucketScope): PolicyDocument {
  return policyDocument([...looking(scope), objects(scope, WRITE)]);
}

/**
 * Lets Loki keep logs and their index in a bucket, and remove what is too old.
 *
 * @see https://github.com/grafana/loki/blob/v3.7.6/docs/sources/setup/install/helm/deployment-guides/aws.md
 */
export function lokiS3Policy(scope: BucketScope): PolicyDocument {
  return policyDocument([
    listing(scope),
    objects(scope, ['s3:DeleteObject', 's3:GetObject', 's3:PutObject']),
  ]);
}

function bucketArn({ partition, bucket }: BucketScope): string {
  return `arn:${partition}:s3:::${bucket}`;
}

/** The folder with its slash, or nothing for the whole bucket. */
function folder({ prefix = '' }: BucketScope): string {
  const name = prefix.replaceAll(/^\/+|\/+$/g, '');
  return name === '' ? '' : `${name}/`;
}

function looking(scope: BucketScope): readonly Statement[] {
  return [
    listing(scope),
    { Sid: 'LocateBucket', Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucketArn(scope) },
  ];
}

function multipart(scope: BucketScope): readonly Statement[] {
  return [
    {
      Sid: 'ListUploads',
      Effect: 'Allow',
      Action: 's3:ListBucketMultipartUploads',
      Resource: bucketArn(scope),
    },
  ];
}

/** `s3:prefix` is a key of ListBucket and of no other action here, so the statement stands alone. */
function listing(scope: BucketScope): Statement {
  const within = folder(scope);
  return {
    Sid: 'ListFolder',
    Effect: 'Allow',
    Action: 's3:ListBucket',
    Resource: bucketArn(scope),
    ...(within === '' ? {} : { Condition: { StringLike: { 's3:prefix': [`${within}*`] } } }),
  };
}

function objects(scope: BucketScope, actions: readonly string[]): Statement {
  return {
    Sid: 'UseObjects',
    Effect: 'Allow',
    Action: actions,
    Resource: `${bucketArn(scope)}/${folder(scope)}*`,
  };
}

const wildcards = { UseObjects: 'All objects of the folder are meant; its name ends with a slash.' };

/** `pipelines-s3` of the table of policies. */
export const pipelinesS3 = definePolicy({
  summary: 'Keeps artifacts of Kubeflow Pipelines in a bucket',
  source: 'kubeflow/pipelines 2.16.1 backend/src/v2/objectstore/object_store.go',
  needs: ['bucket'],
  uses: ['prefix'],
  wildcards,
  document: pipelinesS3Policy,
});

/** `pipelines-s3-read` of the table of policies. */
export const pipelinesS3Read = definePolicy({
  summary: 'Shows artifacts of Kubeflow Pipelines from a bucket',
  source: 'kubeflow/pipelines 2.16.1 frontend/server',
  needs: ['bucket'],
  uses: ['prefix'],
  wildcards,
  document: pipelinesS3ReadPolicy,
});

/** `profile-s3` of the table of policies. */
export const profileS3 = definePolicy({
  summary: 'Keeps the artifacts of one profile in its folder of the bucket',
  source: 'kubeflow/pipelines 2.16.1 backend/src/v2/objectstore/object_store.go',
  needs: ['bucket', 'profile'],
  uses: ['prefix'],
  wildcards,
  document: profileS3Policy,
});

/** `kserve-s3` of the table of policies. */
export const kserveS3 = definePolicy({
  summary: 'Downloads models from a bucket',
  source: 'kserve/kserve v0.18.0 python/storage/kserve_storage/kserve_storage.py',
  needs: ['bucket'],
  uses: ['prefix'],
  wildcards,
  document: kserveS3Policy,
});

/** `mlflow-s3` of the table of policies. */
export const mlflowS3 = definePolicy({
  summary: 'Keeps MLflow artifacts in a bucket',
  source: 'mlflow/mlflow v3.15.1 mlflow/store/artifact/s3_artifact_repo.py',
  needs: ['bucket'],
  uses: ['prefix'],
  wildcards,
  document: mlflowS3Policy,
});

/** `loki-s3` of the table of policies. */
export const lokiS3 = definePolicy({
  summary: 'Keeps logs and their index in a bucket',
  source: 'grafana/loki v3.7.6 docs/sources/setup/install/helm/deployment-guides/aws.md',
  needs: ['bucket'],
  uses: ['prefix'],
  wildcards,
  document: lokiS3Policy,
});
