import assert from "node:assert/strict";
import { test } from "node:test";
import { ReplayBuffer } from "../src/session/replay-buffer.js";
import { StreamPositions } from "../src/session/positions.js";
import { Marks } from "../src/session/marks.js";
import { headerSize } from "../src/wire/chunk-frame.js";

/** Random numbers that are the same in every run (mulberry32). */
function seeded(seed: number): (below: number) => number {
  return (below) => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % below;
  };
}

test("whatever is written, forgotten and rewound, the buffer gives each byte of the stream again", () => {
  for (let seed = 0; seed < 200; seed++) {
    const random = seeded(seed);
    const buffer = new ReplayBuffer();
    const byteAt = (offset: number): number => (offset * 31 + 7) & 0xff;
    let kept = 0;
    for (let step = 0; step < 100; step++) {
      switch (random(4)) {
        case 0:
          buffer.append(Uint8Array.from({ length: random(50) }, (_, i) => byteAt(buffer.written + i)));
          break;
        case 1: {
          const at = buffer.nextToSend;
          const limit = at + random(60);
          const frame = buffer.take(limit);
          frame?.fill(0xee, 0, headerSize); // the header is overwritten each time
          const sent = frame?.subarray(headerSize) ?? new Uint8Array(0);
          assert.deepEqual(
            [...sent],
            [...sent].map((_, i) => byteAt(at + i)),
            `seed ${String(seed)}`,
          );
          assert.ok(at + sent.length <= Math.max(at, limit));
          assert.equal(buffer.nextToSend, at + sent.length);
          break;
        }
        case 2:
          kept = Math.max(kept, random(buffer.nextToSend + 1));
          buffer.forget(kept);
          break;
        default:
          buffer.rewind(kept + random(buffer.written - kept + 1));
      }
      assert.ok(buffer.held <= buffer.written);
    }
  }
});

test("bytes that were forgotten cannot be sent again", () => {
  const buffer = new ReplayBuffer();
  buffer.append(new Uint8Array(10));
  buffer.take(10);
  buffer.forget(10);

  assert.throws(() => {
    buffer.rewind(9);
  }, RangeError);
  assert.throws(() => {
    buffer.rewind(11);
  }, RangeError);
  assert.equal(buffer.held, 0);
});

test("a daemon that keeps dropping frames is found out", () => {
  const positions = new StreamPositions(2);
  positions.advance({ received: 10, limit: 100, played: 4 }, 50);
  assert.equal(positions.drop(8, 50), false, "it had more before");
  assert.equal(positions.drop(51, 50), false, "more than was written");
  let drops = 0;
  while (positions.drop(10, 50)) drops++;
  assert.equal(drops, 100, "so many in a row");
  assert.equal(positions.drop(20, 50), true, "it goes on");
});

test("a restart begins at the frame up to which the stream was heard", () => {
  const positions = new StreamPositions(4);
  positions.advance({ received: 40, limit: 100, played: 11 }, 60);
  positions.restart();

  assert.deepEqual([positions.base, positions.received, positions.played, positions.limit], [8, 8, 8, 8]);
  positions.advance({ received: 4, limit: 50, played: 0 }, 60);
  assert.deepEqual([positions.received, positions.limit], [12, 58]);
});

test("a mark is reported once, by whoever tells first", () => {
  const marks = new Marks(2);
  const [first, second] = [
    { name: "a", offset: 5, isSet: true },
    { name: "b", offset: 9, isSet: false },
  ];
  marks.add(second);
  marks.add(first);

  assert.deepEqual(marks.takeHeard(4), []);
  assert.deepEqual(marks.takeHeard(100), [first], "the daemon has not confirmed the other");
  assert.equal(marks.takeReported("a", 5, 0), undefined);
  assert.equal(marks.takeReported("b", 1, 8), second, "by its offset in the restarted session");
  assert.deepEqual(marks.toSetAgain(0), []);
});
