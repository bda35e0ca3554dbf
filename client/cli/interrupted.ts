import { InterruptedError } from '../../temporal/up.ts'
import { say } from './output.ts'

/** Ends the program, in order, when it was asked to before everything was up: a build may still be under way. */
export async function orInterrupted<T>(bringing: Promise<T>): Promise<T> {
  try {
    return await bringing
  } catch (error) {
    if (!(error instanceof InterruptedError)) throw error
    say('启动被中止，已经启动的部分都停下了')
    process.exit(130)
  }
}
