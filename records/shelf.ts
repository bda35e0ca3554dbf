/** What was found under a key: its version, and the bytes of the text from which it was made. */
export interface Found<V> {
  readonly version: string
  readonly bytes: number
  readonly value: V
}

/**
 * What was read and parsed, up to so many bytes of text; what nobody has asked for longest goes first. The last that was
 * put there stays, however large. Those that ask for the same at once share one reading.
 */
export class Shelf {
  private readonly most: number
  private readonly held = new Map<string, Found<unknown>>()
  private readonly reading = new Map<string, Promise<Found<unknown> | null>>()
  private bytes = 0

  constructor(most: number) {
    this.most = most
  }

  /**
   * What is held of `key` in the version asked for, else what `read` finds, which may be a later one; null is not held.
   * Whoever asks has seen that version, so that a reading which another began for it finds it or a later one.
   */
  async take<V>(key: string, version: string, read: () => Promise<Found<V> | null>): Promise<V | null> {
    const held = this.held.get(key)
    if (held?.version === version) {
      this.held.delete(key)
      this.held.set(key, held)
      return held.value as V
    }
    const asked = `${key} ${version}`
    const begun = this.reading.get(asked)
    const reading = begun ?? this.readAnew(key, asked, read)
    return ((await reading)?.value as V | undefined) ?? null
  }

  get size(): { readonly count: number; readonly bytes: number } {
    return { count: this.held.size, bytes: this.bytes }
  }

  private readAnew(key: string, asked: string, read: () => Promise<Found<unknown> | null>) {
    const reading = read()
      .then((found) => {
        this.drop(key)
        if (found !== null) this.put(key, found)
        return found
      })
      .finally(() => this.reading.delete(asked))
    this.reading.set(asked, reading)
    return reading
  }

  private put(key: string, found: Found<unknown>): void {
    this.held.set(key, found)
    this.bytes += found.bytes
    for (const oldest of this.held.keys()) {
      if (this.bytes <= this.most || this.held.size === 1) return
      this.drop(oldest)
    }
  }

  private drop(key: string): void {
    this.bytes -= this.held.get(key)?.bytes ?? 0
    this.held.delete(key)
  }
}
