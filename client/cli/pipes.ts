/** Nobody reads any more (`… | head -1`), or the terminal was closed. */
const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'EIO', 'ERR_STREAM_DESTROYED'])
const gone = new WeakSet<object>()

/** Whether what is written there reaches nobody. */
export const isGone = (stream: NodeJS.WriteStream): boolean => gone.has(stream)

/** What a stream that ended does not take is dropped in silence: the verb goes on to its end, and in order. */
export function quietPipes(): void {
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (!GONE.has(error.code)) throw error
      gone.add(stream)
    })
}
