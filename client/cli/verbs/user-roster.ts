import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { OPERATOR } from '../../../accounts/people.ts'
import { importPeople, type RosterLine } from '../../../accounts/roster.ts'
import { peopleTable } from '../../../documents/files/people.ts'
import { fileUnreadable, orThrow } from '../../refusal.ts'
import { formatOf, withOutput } from '../args.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

const OUTCOMES: Readonly<Record<RosterLine['outcome'], string>> = {
  added: '新建',
  changed: '补充',
  same: '没有变化',
  refused: '没有办',
}

const rosterText = (lines: readonly RosterLine[]): string =>
  table(
    ['位置', '登录名', '姓名', '单位', '结果', '一次性码', '原因'],
    lines.map(({ place, login, name, unit, outcome, code, because }) => [
      ...[place, login, name, unit, OUTCOMES[outcome], code ?? '', because ?? ''],
    ]),
  )

/** @throws RefusedError FILE_NOT_FOUND */
function readRoster(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch {
    throw fileUnreadable(file)
  }
}

/** Accounts by the list that the units sent. */
export function userRosterVerb(group: Command): void {
  withOutput(
    group
      .command('import <file>')
      .description('按名册（单位、姓名、角色、登录名、电话、邮箱）建账户，逐行报告；打印一次性码')
      .option('--dry-run', '只试不建'),
    'npx duban user import 名册.xlsx --dry-run',
  ).action((file: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const rows = orThrow(peopleTable(readRoster(file), basename(file)))
        const lines = await importPeople(db, rows, OPERATOR, o.dryRun ?? false)
        print(formatOf(o), { dryRun: o.dryRun ?? false, lines }, () => rosterText(lines))
        return lines.some(({ outcome }) => outcome === 'refused') ? EXIT.input : undefined
      }),
    ),
  )
}
