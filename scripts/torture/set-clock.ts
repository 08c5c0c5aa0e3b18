/** Makes the clock of this process wrong by so many ms, wherever it is read. */
export function setClock(offset: number): void {
  const Real = Date;
  globalThis.Date = class extends Real {
    constructor(...given: unknown[]) {
      if (given.length === 0) super(Real.now() + offset);
      else super(...(given as [number]));
    }
    static override now(): number {
      return Real.now() + offset;
    }
  } as DateConstructor;
}
