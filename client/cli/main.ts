import { readFileSync } from 'node:fs'
import { Command, type CommanderError, Help } from 'commander'
import { wantsJson } from './args.ts'
import { chinese, inChinese } from './chinese.ts'
import { EXIT } from './exit.ts'
import { print } from './output.ts'
import { quietPipes } from './pipes.ts'

const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  version: string
}

/** commander ends here: with help or version, or with a usage error, which programs get as one JSON document. */
function leave(error: CommanderError): never {
  if (error.exitCode === 0) process.exit(EXIT.ok)
  const message = inChinese(error.message.replace(/^\(outputHelp\)$/, '缺少命令'))
  if (wantsJson(process.argv.slice(2)))
    print('json', { error: { code: 'USAGE', message, remedy: '加 --help 查看用法' } }, () => message)
  process.exit(EXIT.usage)
}

/** A group of verbs, loaded when one of its verbs is called: what others need stays on the disk. */
type Group = () => Promise<(program: Command) => void>
const GROUPS: readonly Group[] = [
  async () => (await import('./verbs/up.ts')).upVerbs,
  async () => (await import('./verbs/cluster.ts')).clusterVerb,
  async () => (await import('./verbs/plan.ts')).planVerbs,
  async () => (await import('./verbs/event.ts')).eventVerbs,
  // Acts add verbs to `measure`.
  async () => {
    const [{ measureVerbs }, { actVerbs }] = await Promise.all([
      import('./verbs/measure.ts'),
      import('./verbs/acts.ts'),
    ])
    return (program) => {
      measureVerbs(program)
      actVerbs(program)
    }
  },
  async () => (await import('./verbs/deadline.ts')).deadlineVerbs,
  async () => (await import('./verbs/calendar.ts')).calendarVerbs,
  async () => (await import('./verbs/policy.ts')).policyVerbs,
  async () => (await import('./verbs/rehearse.ts')).rehearseVerb,
  async () => (await import('./verbs/records.ts')).recordVerbs,
  async () => (await import('./verbs/deployment.ts')).deploymentVerbs,
  async () => (await import('./verbs/codec.ts')).codecVerbs,
  async () => (await import('./verbs/score.ts')).scoreVerb,
  async () => (await import('./verbs/today.ts')).todayVerb,
  async () => (await import('./verbs/bulletin.ts')).bulletinVerbs,
  async () => (await import('./verbs/template.ts')).templateVerbs,
  async () => (await import('./verbs/public.ts')).publicVerbs,
  async () => (await import('./verbs/channels.ts')).channelVerbs,
  async () => (await import('./verbs/link.ts')).linkVerbs,
  async () => (await import('./verbs/feed.ts')).feedVerbs,
  async () => (await import('./verbs/user.ts')).userVerbs,
  async () => (await import('./verbs/web.ts')).webVerb,
]

/** What the list of verbs shows of one, and the group that has it. */
export interface Verb {
  readonly name: string
  /** As in the list: name, options, arguments. */
  readonly term: string
  readonly description: string
  /** Known, but not in the list. */
  readonly hidden: boolean
  readonly group: number
}

function bare(): Command {
  return new Command('duban')
    .description('督办：把分工方案变成会自己等待、催办、升级、办结的工作流')
    .version(version, '-V, --version', '显示版本')
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示某个命令的帮助')
    .configureHelp(chinese)
    .configureOutput({ outputError: (text, write) => write(inChinese(text)) })
    .showHelpAfterError('（加 --help 查看用法）')
    .exitOverride(leave)
}

/** The whole program, every verb with all that it has. */
export async function whole(): Promise<Command> {
  const program = bare()
  for (const load of GROUPS) (await load())(program)
  return program
}

/** Every verb with its group, for the start that loads one group only (bin/bundle.mjs writes it down). */
export async function manifest(): Promise<readonly Verb[]> {
  const verbs: Verb[] = []
  for (const [group, load] of GROUPS.entries()) {
    const program = bare()
    ;(await load())(program)
    const help = program.createHelp()
    const listed = help.visibleCommands(program)
    for (const command of program.commands)
      verbs.push({
        name: command.name(),
        term: help.subcommandTerm(command),
        description: help.subcommandDescription(command),
        hidden: !listed.includes(command),
        group,
      })
  }
  return verbs
}

/** The program with the group that the first word asks for; with all verbs by name alone when it asks for none. */
export async function programFor(words: readonly string[], verbs: readonly Verb[] | null): Promise<Command> {
  if (verbs === null) return whole()
  const program = bare()
  const [first, second] = words.filter((word) => !word.startsWith('-'))
  const asked = verbs.find(({ name }) => name === (first === 'help' ? second : first))
  if (asked !== undefined) (await GROUPS[asked.group]?.())?.(program)
  else {
    const terms = new Map(verbs.map(({ name, term }) => [name, term]))
    for (const { name, description, hidden } of verbs)
      program.command(name, { hidden }).description(description)
    const plain = new Help()
    program.configureHelp({
      ...chinese,
      subcommandTerm: (command) => terms.get(command.name()) ?? plain.subcommandTerm(command),
    })
  }
  return program
}

/** Sub-commands do not inherit these from their parent in commander. */
const everywhere = (command: Command): void => {
  for (const sub of command.commands) {
    sub.configureHelp(chinese).configureOutput({ outputError: (text, write) => write(inChinese(text)) })
    sub.helpOption('-h, --help', '显示帮助').showHelpAfterError('（加 --help 查看用法）')
    sub.exitOverride(leave)
    everywhere(sub)
  }
}

/** Runs the command line on this process' arguments. `verbs`: what `manifest` told; null loads every group. */
export async function main(verbs: readonly Verb[] | null = null): Promise<void> {
  quietPipes()
  const program = await programFor(process.argv.slice(2), verbs)
  everywhere(program)
  await program.parseAsync()
}
