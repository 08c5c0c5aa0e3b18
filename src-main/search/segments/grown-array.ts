/** A longer copy of an array of numbers; behind what was in it stand zeros. */
export function grown<T extends Uint8Array | Uint16Array | Uint32Array | Int32Array | Float64Array>(
  former: T,
  length: number,
): T {
  const larger = new (former.constructor as new (length: number) => T)(length);
  larger.set(former);
  return larger;
}
