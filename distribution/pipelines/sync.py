"""Says which ConfigMaps a namespace needs so that its pipelines keep their artifacts on S3.

Metacontroller asks, for each namespace that a profile has: POST /sync with the namespace and what was made for it
before. It makes what the answer lists. Nothing here calls AWS or Kubernetes, and no answer holds a secret: the pods of
a profile have the role of its ServiceAccount default-editor.
"""

import json
import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENABLED = "pipelines.kubeflow.org/enabled"


def settings_from(environment):
    return {
        "bucket": environment["BUCKET"],
        "region": environment["AWS_REGION"],
        "endpoint": environment["S3_ENDPOINT"],
        "prefix": environment["KEY_PREFIX"].strip("/"),
        "cluster_domain": environment.get("CLUSTER_DOMAIN", ".svc.cluster.local"),
    }


def answer(request, settings):
    metadata = request["object"]["metadata"]
    if metadata.get("labels", {}).get(ENABLED) != "true":
        return {"status": {}, "attachments": []}
    wanted = config_maps(metadata["name"], settings)
    found = {key.split("/")[-1] for key in request.get("attachments", {}).get("ConfigMap.v1", {})}
    ready = all(item["metadata"]["name"] in found for item in wanted)
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


def launcher_data(namespace, settings):
    """What the driver and the launcher of a step read; JSON is YAML too."""
    s3 = {
        "endpoint": settings["endpoint"],
        "region": settings["region"],
        "disableSSL": False,
        # The role of the pod, not a Secret
        "credentials": {"fromEnv": True},
    }
    return {
        "defaultPipelineRoot": f"s3://{settings['bucket']}/{settings['prefix']}/{namespace}/v2/artifacts",
        "clusterDomain": settings["cluster_domain"],
        "providers": json.dumps({"s3": {"default": s3}}),
    }


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
            "useSDKCreds": True,
        },
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
