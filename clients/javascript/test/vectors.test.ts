import assert from "node:assert/strict";
import { test } from "node:test";
import { MessageSplitter, prefixOf } from "../src/wire/byte-stream.js";
import { headerSize, writeHeader } from "../src/wire/chunk-frame.js";
import { readMessage } from "../src/wire/messages.js";
import { fromHex, toHex, vectors } from "./support/vectors.js";

interface FrameVector {
  name: string;
  handle: number;
  offset: number | bigint;
  endOfStream: boolean;
  payload: string;
  headerLength: number;
  webSocket: string;
  byteStream: string;
}

test("each chunk frame of the vectors is written as its bytes", () => {
  const frames = vectors<FrameVector>("chunk-frames").filter((vector) => vector.headerLength === headerSize);
  for (const vector of frames) {
    const payload = fromHex(vector.payload);
    const frame = new Uint8Array(headerSize + payload.length);
    frame.set(payload, headerSize);
    // A JSON number of this size loses its last digits; it is 2^63 - 1.
    const offset = Number.isSafeInteger(vector.offset) ? vector.offset : 2n ** 63n - 1n;
    writeHeader(frame, vector.handle, offset, vector.endOfStream);

    assert.equal(toHex(frame), vector.webSocket, vector.name);
    assert.equal(toHex(prefixOf(1, frame.length)) + toHex(frame), vector.byteStream, vector.name);
  }
  assert.ok(frames.length >= 6);
});

interface StreamVector {
  name: string;
  bytes: string;
  messages: { kind: number; body: string }[];
  rest: number;
}

test("each byte stream of the vectors is split into its messages, wherever it is cut", () => {
  for (const vector of vectors<StreamVector>("byte-streams")) {
    const bytes = fromHex(vector.bytes);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const messages: StreamVector["messages"] = [];
      const splitter = new MessageSplitter((kind, body) => messages.push({ kind, body: toHex(body) }));
      assert.ok(splitter.push(bytes.subarray(0, cut)) && splitter.push(bytes.subarray(cut)));

      assert.deepEqual(messages, vector.messages, `${vector.name}, cut at ${String(cut)}`);
      assert.equal(splitter.rest, vector.rest, vector.name);
    }
  }
});

test("a byte stream of another kind, or with an absurd length, is refused", () => {
  const broken = vectors<{ name: string; transport: string; bytes: string }>("broken");
  for (const name of ["an unknown kind", "a message of 4 GiB"]) {
    const vector = broken.find((each) => each.transport === "stream" && each.name === name);
    assert.ok(vector !== undefined);
    assert.equal(new MessageSplitter(() => undefined).push(fromHex(vector.bytes)), false, name);
  }
});

test("each message of the daemon in the vectors is read with all its fields", () => {
  const messages = vectors<{ from: string; json: string }>("messages").filter((vector) => vector.from === "daemon");
  for (const { json } of messages) assert.deepEqual(readMessage(json), JSON.parse(json));
  assert.ok(messages.length > 20);
});

test("what is no message is not read", () => {
  for (const json of ["", "{", "null", "[]", "7", '"text"', "{}", '{"type":7}'])
    assert.equal(readMessage(json), undefined);
});
