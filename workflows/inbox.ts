import { ApplicationFailure, condition, patched } from '@temporalio/workflow'
import type { Refusal, Result } from '../domain/basics/result.ts'
import { wellFormed } from '../domain/basics/text.ts'

/** A refused act as the failure its sender gets: the code as type, the refusal whole in the details. */
export const refusalFailure = (refusal: Refusal): ApplicationFailure =>
  ApplicationFailure.create({
    message: wellFormed(refusal.message),
    type: wellFormed(refusal.code),
    nonRetryable: true,
    details: [refusal],
  })

/**
 * A message that was read, or its refusal thrown. With `old`, the message as it came: a run whose history took it so
 * before messages were read by their tables takes it so again.
 */
export function taken<T>(read: Result<T>, ...old: T[]): T {
  if (read.ok) return read.value
  const [was] = old
  if (was === undefined || patched('messages-parsed')) throw refusalFailure(read.error)
  return was
}

interface Entry<I, R> {
  readonly input: I
  answer: Result<R> | null
}

/**
 * One inbox, one loop: handlers only put things in; the loop alone changes state and answers. An update's
 * sender gets its answer after the effect is recorded.
 */
export class Inbox<I, R> {
  private readonly entries: Entry<I, R>[] = []

  get size(): number {
    return this.entries.length
  }

  /** A signal: nobody waits for an answer. */
  put(input: I): void {
    this.entries.push({ input, answer: null })
  }

  /** An update: resolves with the loop's answer. @throws ApplicationFailure when the loop refuses */
  ask(input: I): Promise<R> {
    const entry: Entry<I, R> = { input, answer: null }
    this.entries.push(entry)
    return condition(() => entry.answer !== null).then(() => {
      if (entry.answer?.ok) return entry.answer.value
      throw refusalFailure(entry.answer?.error ?? { code: 'NO_ANSWER', message: '没有得到答复' })
    })
  }

  take(): { readonly input: I; answer(result: Result<R>): void } | null {
    const entry = this.entries.shift()
    if (entry === undefined) return null
    return {
      input: entry.input,
      answer: (result) => {
        entry.answer = result
      },
    }
  }
}
