import { refused } from '../refusal.ts'
import { say } from './output.ts'

/** A person sits before it: questions may be asked. */
export const atTerminal = (): boolean => process.stdin.isTTY === true && process.stderr.isTTY === true

/** The diagnostics' stream: stdout stays for the answer. */
const onStderr = { output: process.stderr }

/**
 * Shows what will happen and asks. Without a terminal it acts and says so on stderr; a bulk act needs --yes there.
 * @returns false when the person said no
 * @throws RefusedError CONFIRM_NEEDED
 */
export async function agreed(
  what: string,
  { yes = false, bulk = false }: { readonly yes?: boolean; readonly bulk?: boolean },
): Promise<boolean> {
  if (yes) return true
  if (!atTerminal()) {
    if (bulk) throw refused('CONFIRM_NEEDED', `${what}\n要确认以后才办`, '核对无误后加上 --yes')
    say(what)
    return true
  }
  say(what)
  const said = await written('确定要这样办吗（是/否，回车为否）', yesOrNo, '答 是 或 否')
  if (said !== true) say('没有办理，什么都没有改变')
  return said === true
}

const YES = ['是', 'y', 'yes', '确定']
const NO = ['否', '不', 'n', 'no', '']

/** An answer as people type it; null: neither. */
export function yesOrNo(text: string): boolean | null {
  const said = text.normalize('NFKC').trim().toLowerCase()
  return YES.includes(said) ? true : NO.includes(said) ? false : null
}

/** One of several, on a terminal; null when it was broken off. */
export async function chosen<T extends string>(
  message: string,
  choices: readonly { readonly value: T; readonly name: string }[],
): Promise<T | null> {
  const { select } = await import('@inquirer/prompts')
  try {
    return await select({ message, choices: [...choices] }, onStderr)
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error
    return null
  }
}

/** A line of text on a terminal, checked by `read`; null when it was broken off. */
export async function written<T>(
  message: string,
  read: (text: string) => T | null,
  hint: string,
): Promise<T | null> {
  const { input } = await import('@inquirer/prompts')
  try {
    const text = await input({ message, validate: (said) => read(said) !== null || hint }, onStderr)
    return read(text)
  } catch (error) {
    if ((error as Error).name !== 'ExitPromptError') throw error
    return null
  }
}
