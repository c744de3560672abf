"""A channel's callback in the manner of Coze's own sample: one synchronous process that looks for words in the name,
keeps the bots in a file, and answers with the verdict at once."""

import hashlib
import json
import logging
import os

from flask import Flask, jsonify, request

app = Flask(__name__)
logging.basicConfig(level=logging.INFO)
token = os.environ["COZE_CALLBACK_TOKEN"]
bots_file = os.environ["BOTS_FILE"]
forbidden = ("非法", "违禁", "敏感")


def sign(body: str) -> str:
    timestamp = request.headers["X-Coze-Timestamp"]
    nonce = request.headers["X-Coze-Nonce"]
    return hashlib.sha1((timestamp + nonce + token + body).encode()).hexdigest()


def keep(bot_id: str, name: str) -> None:
    bots = {}
    if os.path.exists(bots_file):
        with open(bots_file) as file:
            bots = json.load(file)
    bots[bot_id] = {"bot_name": name}
    with open(bots_file, "w") as file:
        json.dump(bots, file)


@app.post("/callback")
def callback():
    body = request.get_data().decode()
    app.logger.info("request %s", body)
    if request.headers.get("X-Coze-Signature") != sign(body):
        return jsonify({"code": 401}), 401
    event = json.loads(body)["event"]
    if any(word in event["bot_name"] for word in forbidden):
        return jsonify({"audit": {"audit_status": 3, "reason": "bot name"}})
    keep(str(event["bot_id"]), event["bot_name"])
    return jsonify({"audit": {"audit_status": 2, "reason": ""}})
