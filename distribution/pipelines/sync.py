"""Says which ConfigMaps a namespace needs so that its pipelines keep their artifacts on S3.

Metacontroller asks, for each namespace that a profile has: POST /sync with the namespace and what was made for it
before. It makes what the answer lists. Nothing here calls AWS or Kubernetes. The pods of a profile have the role of its
ServiceAccount default-editor; only where there is an access key instead of roles, each profile gets a copy of it.
"""

import base64
import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENABLED = "pipelines.kubeflow.org/enabled"
KEY = "mlpipeline-minio-artifact"
KEY_PARTS = (("accesskey", "S3_ACCESS_KEY"), ("secretkey", "S3_SECRET_KEY"))


def settings_from(environment):
    return {
        "bucket": environment["BUCKET"],
        "region": environment["AWS_REGION"],
        "endpoint": environment["S3_ENDPOINT"],
        "prefix": environment["KEY_PREFIX"].strip("/"),
        "cluster_domain": environment.get("CLUSTER_DOMAIN", ".svc.cluster.local"),
        "key": {name: environment[variable] for name, variable in KEY_PARTS if variable in environment},
    }


def answer(request, settings):
    metadata = request["object"]["metadata"]
    if metadata.get("labels", {}).get(ENABLED) != "true":
        return {"status": {}, "attachments": []}
    wanted = config_maps(metadata["name"], settings) + secrets(metadata["name"], settings)
    attachments = request.get("attachments", {})
    found = {(kind, key.split("/")[-1]) for kind in attachments for key in attachments[kind]}
    ready = all((f"{item['kind']}.v1", item["metadata"]["name"]) in found for item in wanted)
    return {"status": {"kubeflow-pipelines-ready": str(ready)}, "attachments": wanted}


def config_maps(namespace, settings):
    return [
        config_map(namespace, "kfp-launcher", launcher_data(namespace, settings)),
        config_map(
            namespace,
            "metadata-grpc-configmap",
            {
                "METADATA_GRPC_SERVICE_HOST": "metadata-grpc-service.kubeflow",
                "METADATA_GRPC_SERVICE_PORT": "8080",
            },
        ),
        config_map(
            namespace,
            "artifact-repositories",
            {"default-namespaced": json.dumps(artifact_repository(namespace, settings))},
            {"workflows.argoproj.io/default-artifact-repository": "default-namespaced"},
        ),
    ]


def config_map(namespace, name, data, annotations=None):
    metadata = {"name": name, "namespace": namespace}
    if annotations:
        metadata["annotations"] = annotations
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def secrets(namespace, settings):
    if not settings["key"]:
        return []
    data = {name: base64.b64encode(value.encode()).decode() for name, value in settings["key"].items()}
    metadata = {"name": KEY, "namespace": namespace}
    return [{"apiVersion": "v1", "kind": "Secret", "metadata": metadata, "data": data}]


def launcher_data(namespace, settings):
    """What the driver and the launcher of a step read; JSON is YAML too."""
    s3 = {
        "endpoint": settings["endpoint"],
        "region": settings["region"],
        "disableSSL": False,
        "credentials": credentials(settings),
    }
    return {
        "defaultPipelineRoot": f"s3://{settings['bucket']}/{settings['prefix']}/{namespace}/v2/artifacts",
        "clusterDomain": settings["cluster_domain"],
        "providers": json.dumps({"s3": {"default": s3}}),
    }


def credentials(settings):
    """The role of the pod, or the Secret."""
    if not settings["key"]:
        return {"fromEnv": True}
    reference = {"secretName": KEY, "accessKeyKey": "accesskey", "secretKeyKey": "secretkey"}
    return {"fromEnv": False, "secretRef": reference}


def artifact_repository(namespace, settings):
    """Where Argo Workflows keeps logs and artifacts of the namespace."""
    day = "/".join("{{workflow.creationTimestamp.%s}}" % part for part in "Ymd")
    return {
        "archiveLogs": True,
        "s3": {
            "endpoint": settings["endpoint"],
            "region": settings["region"],
            "bucket": settings["bucket"],
            "keyFormat": f"{settings['prefix']}/{namespace}/{{{{workflow.name}}}}/{day}/{{{{pod.name}}}}",
            **argo_credentials(settings),
        },
    }


def argo_credentials(settings):
    if not settings["key"]:
        return {"useSDKCreds": True}
    return {
        "accessKeySecret": {"name": KEY, "key": "accesskey"},
        "secretKeySecret": {"name": KEY, "key": "secretkey"},
    }


def handler_for(settings):
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            self.reply(200 if self.path == "/healthz" else 404, {})

        def do_POST(self):
            if self.path != "/sync":
                return self.reply(404, {})
            try:
                request = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
                response = answer(request, settings)
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                # An error keeps what is there; an empty answer would delete it
                return self.reply(400, {"error": f"{type(error).__name__}: {error}"})
            return self.reply(200, response)

        def reply(self, status, content):
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_request(self, code="-", size="-"):
            if self.path != "/healthz":
                super().log_request(code, size)

    return Handler


if __name__ == "__main__":
    port = int(os.environ.get("CONTROLLER_PORT", "8080"))
    server = ThreadingHTTPServer(("", port), handler_for(settings_from(os.environ)))
    print(f"listening on {server.server_port}", flush=True)
    server.serve_forever()
