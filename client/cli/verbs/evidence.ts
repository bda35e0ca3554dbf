import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Command } from 'commander'
import { idLabel, idShown, labelled } from '../../../domain/plan/numbers.ts'
import type { Verb } from '../../../domain/supervision/act.ts'
import { latestEvidence } from '../../../domain/supervision/obligation.ts'
import { obligations } from '../../../records/read.ts'
import { RefusedError } from '../../refusal.ts'
import { keepFiles, submitEvidence } from '../../use/evidence.ts'
import { exportEvidence } from '../../use/evidence-export.ts'
import { commas, date, formatOf, list, withOutput } from '../args.ts'
import { byUnit } from '../as.ts'
import { agreed, atTerminal } from '../ask.ts'
import { EXIT, run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withDuban } from '../session.ts'
import { actor, type Options, obligation, obligationOf } from './act-verb.ts'

/** 佐证材料: submitting it, for one obligation or several, and finding where it was used. */
export function evidenceVerbs(evidence: Command, verb: Verb): void {
  withOutput(
    byUnit(obligation(evidence.command('submit <plan> <no>').description(verb.about)), verb.as)
      .requiredOption('--done-on <date>', '实际完成日期', date)
      .option('--url <url>', '公开页面或材料的链接（可重复）', list)
      .option('--file <path>', '附件（可重复）', list)
      .option('--note <text>', '说明')
      .option('--valid-until <date>', '有效期：到期后重新请求材料', date)
      .option('--yes', '完成日期早于方案或相差一年以上，确认无误')
      .option(
        '--also-for <ids>',
        '同一材料也用于这些应办事项，用逗号分开，如 3.1/2015-Q3,5.2/2015-07',
        commas,
      ),
    verb.example,
  ).action((plan: string, no: string, o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const submission = {
          actor: actor('unit', o),
          obligationId: obligationOf(o),
          doneOn: o.doneOn,
          urls: o.url ?? [],
          files: keepFiles(duban.blobs, o.file ?? []),
          note: o.note ?? null,
          ...(o.validUntil ? { validUntil: o.validUntil } : {}),
        }
        const state = await duban.plan(plan)
        const runsAs = await duban.numberOf(plan, no)
        const submit = (sure: boolean) =>
          submitEvidence(duban, plan, runsAs, submission, (o.alsoFor ?? []).map(idShown), sure)
        const done = await submit(o.yes ?? false).catch(async (error: unknown) => {
          const doubtful = error instanceof RefusedError && error.refusal.code === 'DONE_ON_DOUBTFUL'
          if (!doubtful || !atTerminal()) throw error
          return (await agreed(error.refusal.message, {})) ? submit(true) : null
        })
        if (done === null) return 5
        print(formatOf(o), { plan, measure: no, ...done }, () =>
          done.already
            ? '此前已经办理过，没有变化'
            : done.says.map((line) => labelled(state, runsAs, line)).join('\n'),
        )
        return undefined
      }),
    ),
  )
  const taken = (plan: string, no: string | undefined, o: Options, folder: string): Promise<void> =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(plan)
        const asked = {
          ...(no === undefined ? {} : { no: await duban.numberOf(plan, no) }),
          ...(o.obligation ? { obligation: idShown(o.obligation) } : {}),
          latest: o.all !== true,
        }
        const files = await exportEvidence(duban.db, duban.blobs, plan, folder, asked)
        const lost = files.filter((one) => one.sha256 !== null && one.path === null).length
        print(formatOf(o), { plan, folder, lost, files }, () =>
          [
            table(
              ['应办事项', '提交单位', '完成', '材料'],
              files.map((one) => [
                idLabel(state, one.obligation),
                one.by,
                one.doneOn,
                one.url ?? one.path ?? (one.name ? `${one.name}（文件丢失）` : (one.note ?? '')),
              ]),
              120,
            ),
            `已写入 ${folder}（清单.tsv 是目录）`,
            ...(lost > 0 ? [`有 ${lost} 个文件不在数据文件夹里：用 duban records put-file 放回`] : []),
          ].join('\n'),
        )
        return lost > 0 ? EXIT.system : undefined
      }),
    )
  withOutput(
    obligation(
      evidence
        .command('open <plan> <no>')
        .description('把一项措施报来的材料取出到临时文件夹，列出链接和文件的位置')
        .option('--all', '连同以前各次报的；不写只取最近一次'),
    ),
    'npx duban evidence open mz2015 3.1',
  ).action((plan: string, no: string, o: Options) =>
    taken(plan, no, o, mkdtempSync(join(tmpdir(), 'duban-evidence-'))),
  )
  withOutput(
    obligation(
      evidence
        .command('export <plan> [no]')
        .description('把材料导出到一个空文件夹，附清单；不写措施即整个方案')
        .requiredOption('--out <folder>', '导出到哪个文件夹')
        .option('--all', '连同以前各次报的；不写只取最近一次'),
    ),
    'npx duban evidence export mz2015 --out 佐证材料',
  ).action((plan: string, no: string | undefined, o: Options) => taken(plan, no, o, o.out))
  withOutput(
    evidence
      .command('where <plan> <sha256>')
      .description('一份材料用在哪些应办事项；写文件的 SHA-256（前几位即可）'),
    'npx duban evidence where mz2015 9f86d081',
  ).action((plan: string, sha256: string, o: Options) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const state = await duban.plan(plan)
        const uses = (await obligations(duban.db, plan)).flatMap((one) =>
          one.evidence
            .filter((e) => e.files.some((file) => file.sha256.startsWith(sha256.toLowerCase())))
            .map((e) => ({
              obligation: one.id,
              by: e.by.unit,
              submittedOn: e.submittedAt.slice(0, 10),
              validUntil: e.validUntil ?? null,
              latest: e === latestEvidence(one),
            })),
        )
        print(formatOf(o), uses, () =>
          table(
            ['应办事项', '提交单位', '提交', '有效期', ''],
            uses.map((use) => [
              idLabel(state, use.obligation),
              use.by,
              use.submittedOn,
              use.validUntil ?? '',
              use.latest ? '' : '已由后来的材料代替',
            ]),
          ),
        )
        return undefined
      }),
    ),
  )
}
