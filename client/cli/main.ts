import { readFileSync } from 'node:fs'
import { Command, type CommanderError } from 'commander'
import { wantsJson } from './args.ts'
import { chinese, inChinese } from './chinese.ts'
import { EXIT } from './exit.ts'
import { print } from './output.ts'
import { quietPipes } from './pipes.ts'
import { actVerbs } from './verbs/acts.ts'
import { bulletinVerbs } from './verbs/bulletin.ts'
import { calendarVerbs } from './verbs/calendar.ts'
import { clusterVerb } from './verbs/cluster.ts'
import { codecVerbs } from './verbs/codec.ts'
import { deadlineVerbs } from './verbs/deadline.ts'
import { deploymentVerbs } from './verbs/deployment.ts'
import { eventVerbs } from './verbs/event.ts'
import { measureVerbs } from './verbs/measure.ts'
import { planVerbs } from './verbs/plan.ts'
import { policyVerbs } from './verbs/policy.ts'
import { recordVerbs } from './verbs/records.ts'
import { rehearseVerb } from './verbs/rehearse.ts'
import { scoreVerb } from './verbs/score.ts'
import { upVerbs } from './verbs/up.ts'

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

const program = new Command('duban')
  .description('督办：把分工方案变成会自己等待、催办、升级、办结的工作流')
  .version(version, '-V, --version', '显示版本')
  .helpOption('-h, --help', '显示帮助')
  .helpCommand('help [command]', '显示某个命令的帮助')
  .configureHelp(chinese)
  .configureOutput({ outputError: (text, write) => write(inChinese(text)) })
  .showHelpAfterError('（加 --help 查看用法）')
  .exitOverride(leave)

quietPipes()
upVerbs(program)
clusterVerb(program)
planVerbs(program)
eventVerbs(program)
measureVerbs(program)
actVerbs(program)
deadlineVerbs(program)
calendarVerbs(program)
policyVerbs(program)
rehearseVerb(program)
recordVerbs(program)
deploymentVerbs(program)
codecVerbs(program)
scoreVerb(program)
bulletinVerbs(program)

/** Sub-commands do not inherit these from their parent in commander. */
const everywhere = (command: Command): void => {
  for (const sub of command.commands) {
    sub.configureHelp(chinese).configureOutput({ outputError: (text, write) => write(inChinese(text)) })
    sub.helpOption('-h, --help', '显示帮助').showHelpAfterError('（加 --help 查看用法）')
    sub.exitOverride(leave)
    everywhere(sub)
  }
}
everywhere(program)

await program.parseAsync()
