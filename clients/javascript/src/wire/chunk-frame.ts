/** The bytes of a header without an extension. */
export const headerSize = 16;

const version = 4;
const endOfStream = 1;

/**
 * Writes the header of a chunk frame: version, flags, header length (u16), handle (u32), stream offset (i64), all
 * little-endian.
 *
 * @param frame The frame; its first 16 bytes are the header's.
 */
export function writeHeader(frame: Uint8Array, handle: number, offset: number | bigint, isLast: boolean): void {
  const view = new DataView(frame.buffer, frame.byteOffset, headerSize);
  view.setUint8(0, version);
  view.setUint8(1, isLast ? endOfStream : 0);
  view.setUint16(2, headerSize, true);
  view.setUint32(4, handle, true);
  view.setBigInt64(8, BigInt(offset), true);
}
