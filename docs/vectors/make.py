#!/usr/bin/env python3
"""Writes the vectors of version 4 that hold bytes: v4/chunk-frames.json, v4/byte-streams.json, v4/broken.json.

Python's struct lays the bytes out after docs/protocol.md, so nothing of the daemon's code is in them. v4/messages.json is written by hand.
Usage: docs/vectors/make.py [FOLDER]
"""
import json
import os
import struct
import sys

FOLDER = sys.argv[1] if len(sys.argv) > 1 else os.path.join(os.path.dirname(os.path.abspath(__file__)), "v4")


def frame(handle=0, offset=0, flags=0, payload=b"", extension=b"", version=4, header_length=None):
    length = 16 + len(extension) if header_length is None else header_length
    return struct.pack("<BBHIq", version, flags, length, handle, offset) + extension + payload


def message(kind, body):
    return struct.pack("<IB", len(body), kind) + body


def write(name, rows):
    with open(os.path.join(FOLDER, name), "w", encoding="utf-8", newline="\n") as file:
        file.write("[\n" + ",\n".join("  " + json.dumps(row) for row in rows) + "\n]\n")


def chunk_frame(name, handle, offset, end, payload, extension=b""):
    body = frame(handle, offset, 1 if end else 0, payload, extension)
    return {"name": name, "handle": handle, "offset": offset, "endOfStream": end, "payload": payload.hex(),
            "headerLength": 16 + len(extension), "webSocket": body.hex(), "byteStream": message(1, body).hex()}


write("chunk-frames.json", [
    chunk_frame("the example of the page", 7, 258, True, b"\xaa\xbb"),
    chunk_frame("first bytes", 1, 0, False, bytes(range(8))),
    chunk_frame("an end without bytes", 1, 8, True, b""),
    chunk_frame("neither bytes nor end", 0, 0, False, b""),
    chunk_frame("half a sample", 2, 3, False, b"\x7f"),
    chunk_frame("the largest handle and offset", 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, False, b"\x01"),
    chunk_frame("a longer header of a later version", 3, 4, False, b"\xaa\xbb", b"\xde\xad\xbe\xef"),
    chunk_frame("the longest header", 3, 4, True, b"\xcc", bytes(1008)),
])

ping = b'{"type":"ping"}'
whole = message(0, ping) + message(1, frame(7, 258, 1, b"\xaa\xbb")) + message(0, b"{}")
write("byte-streams.json", [
    {"name": "nothing", "bytes": "", "messages": [], "rest": 0},
    {"name": "a JSON message", "bytes": message(0, ping).hex(), "messages": [{"kind": 0, "body": ping.hex()}], "rest": 0},
    {"name": "an empty message", "bytes": message(0, b"").hex(), "messages": [{"kind": 0, "body": ""}], "rest": 0},
    {"name": "three messages", "bytes": whole.hex(), "messages": [
        {"kind": 0, "body": ping.hex()}, {"kind": 1, "body": frame(7, 258, 1, b"\xaa\xbb").hex()}, {"kind": 0, "body": b"{}".hex()}], "rest": 0},
    {"name": "half a prefix behind a message", "bytes": (message(0, ping) + b"\x01\x00").hex(),
     "messages": [{"kind": 0, "body": ping.hex()}], "rest": 2},
    {"name": "half a body", "bytes": message(0, ping)[:-1].hex(), "messages": [], "rest": 19},
])


def broken(name, transport, code, data):
    return {"name": name, "transport": transport, "code": code, "bytes": data.hex()}


def text(name, code, value):
    return {"name": name, "transport": "json", "code": code, "bytes": value.encode().hex()}


FORMAT = '"audioFormat":{"sampleRate":24000,"channels":1,"bitDepth":16}'
write("broken.json", [
    broken("an empty frame", "frame", "invalid_frame", b""),
    broken("half a header", "frame", "invalid_frame", frame()[:15]),
    broken("version 3", "frame", "invalid_frame", frame(version=3)),
    broken("an unknown flag", "frame", "invalid_frame", frame(flags=2)),
    broken("a header of 15 bytes", "frame", "invalid_frame", frame(header_length=15)),
    broken("a header of 1025 bytes", "frame", "invalid_frame", frame(header_length=1025, payload=bytes(2000))),
    broken("a header longer than the frame", "frame", "invalid_frame", frame(header_length=20)),
    broken("a negative offset", "frame", "invalid_frame", frame(offset=-1)),
    broken("an unknown kind", "stream", "invalid_frame", message(2, b"")),
    broken("a message of 4 GiB", "stream", "message_too_big", struct.pack("<IB", 0xFFFFFFFF, 0)),
    broken("a message of 1 MiB and a byte", "stream", "message_too_big", struct.pack("<IB", 1024 * 1024 + 1, 1)),
    text("no bytes", "invalid_json", ""),
    text("half an object", "invalid_json", '{"type":"ping"'),
    text("two values", "invalid_json", '{"type":"ping"}{}'),
    broken("no UTF-8", "json", "invalid_json", b'{"type":"\xff"}'),
    text("half a surrogate pair", "invalid_json", '{"type":"\\ud800"}'),
    text("no object", "unknown_type", "[]"),
    text("no type", "unknown_type", "{}"),
    text("a type of no string", "unknown_type", '{"type":5}'),
    text("an unknown type", "unknown_type", '{"type":"play"}'),
    text("a requestId of no string", "invalid_field", '{"type":"ping","requestId":1}'),
    text("a requestId of 129 characters", "invalid_field", '{"type":"ping","requestId":"' + 129 * "r" + '"}'),
    text("no format", "invalid_field", '{"type":"start_session"}'),
    text("a rate of no number", "invalid_field", '{"type":"start_session","audioFormat":{"sampleRate":"1","channels":1,"bitDepth":16}}'),
    text("a name with a space", "invalid_field", '{"type":"start_session",' + FORMAT + ',"sessionId":"a b"}'),
    text("a volume above 4", "invalid_field", '{"type":"set_volume","sessionId":"s","volume":4.5}'),
    text("no session", "invalid_field", '{"type":"stop_session"}'),
    text("an unknown mode", "invalid_field", '{"type":"stop_session","sessionId":"s","mode":"fade"}'),
    text("no token", "invalid_field", '{"type":"resume"}'),
    text("nine channels", "unsupported_format", '{"type":"start_session","audioFormat":{"sampleRate":1,"channels":9,"bitDepth":16}}'),
    text("12 bits", "unsupported_format", '{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"bitDepth":12}}'),
    text("an unknown encoding", "unsupported_format", '{"type":"start_session","audioFormat":{"sampleRate":1,"channels":1,"encoding":"mp3"}}'),
])
