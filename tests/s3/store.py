"""A store that speaks S3 for the tests: moto, which holds every call against the signature and rights of a user.

Says "ready" once it listens on the port of its first argument. Then each line of standard input is a command, answered by a
line; it ends with standard input.
"""

import base64
import json
import os
import sys
import threading
from datetime import timedelta

# Before moto is loaded, which looks at it once.
os.environ["INITIAL_NO_AUTH_ACTION_COUNT"] = "0"

from moto.core import DEFAULT_ACCOUNT_ID
from moto.iam.models import iam_backends
from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from moto.s3.models import s3_backends
from werkzeug.serving import make_server

REGION = "cn-north-1"
PARTITION = "aws-cn"

# What README.md says that the key needs.
RIGHTS = [
    "s3:GetObject",
    "s3:PutObject",
    "s3:DeleteObject",
    "s3:AbortMultipartUpload",
    "s3:ListBucket",
    "s3:ListBucketMultipartUploads",
]

store = s3_backends[DEFAULT_ACCOUNT_ID][PARTITION]
people = iam_backends[DEFAULT_ACCOUNT_ID][PARTITION]


def user(name, rights):
    """Somebody who may do this, whose key and secret are told by the name."""
    people.create_user(REGION, name)
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": rights, "Resource": "*"}]}
    people.put_user_policy(name, "files", json.dumps(policy))
    key = people.create_access_key(name)
    key.access_key_id, key.secret_access_key = f"AKIA{name}", f"secret of {name}"


def bucket(name):
    store.create_bucket(name, REGION)


def listed(name):
    """All keys with their lengths, and the keys of uploads that have not ended."""
    found = store.get_bucket(name)
    uploads = [upload.key_name for upload in found.multiparts.values()]
    return {"keys": {key: one.size for key, one in found.keys.items()}, "uploads": sorted(uploads)}


def put(name, key, content):
    store.put_object(name, key, base64.b64decode(content))


def begin(name, key):
    """An upload that nobody ends."""
    store.create_multipart_upload(name, key, {}, "STANDARD", [], None, None, None)


def taken(name, key):
    """What lies there, taken out."""
    content = base64.b64encode(store.get_bucket(name).keys[key].value).decode()
    store.delete_object(name, key)
    return content


def age(name, key):
    """Makes it two days old."""
    store.get_bucket(name).keys[key].last_modified -= timedelta(days=2)


COMMANDS = {"bucket": bucket, "listed": listed, "put": put, "begin": begin, "taken": taken, "age": age}


def main():
    port = int(sys.argv[1])
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", port, app, threaded=True, request_handler=MotoRequestHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    user("luodi", RIGHTS)
    user("reader", ["s3:GetObject", "s3:ListBucket"])
    print("ready", flush=True)
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps(COMMANDS[name](*arguments)), flush=True)
    os._exit(0)


main()
