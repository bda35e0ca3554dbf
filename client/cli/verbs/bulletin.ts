import { type Command, InvalidArgumentError } from 'commander'
import { quoted } from '../../../domain/basics/text.ts'
import { planTimeAt } from '../../../domain/calendar/clock.ts'
import { dateOf, type PlanTime } from '../../../domain/calendar/time.ts'
import { readMoment } from '../../../domain/calendar/written.ts'
import { type KeptBulletin, standingBulletins } from '../../../domain/events/bulletins.ts'
import type { PlanState } from '../../../domain/events/model/state.ts'
import { endOf, instantName } from '../../../domain/reckoning/bulletin.ts'
import { folderBlobs } from '../../../records/blobs.ts'
import type { Db } from '../../../records/db.ts'
import { blobsFolder } from '../../../records/places.ts'
import { planState } from '../../../records/read.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { intoNewFile, mustBeNew } from '../../new-file.ts'
import { refused } from '../../refusal.ts'
import {
  draftBulletin,
  issueBulletin,
  type MadeBulletin,
  remakeBulletin,
  verifyBulletins,
  withdrawBulletin,
} from '../../use/bulletin.ts'
import { date, formatOf, wholeNumber, withOutput } from '../args.ts'
import { byOffice, officeActor } from '../as.ts'
import { agreed } from '../ask.ts'
import { EXIT, run } from '../exit.ts'
import { print, say, table } from '../output.ts'
import { withDuban, withRecords } from '../session.ts'

/** 2015-09-30 (its end) or 2015-09-30T12:00, with or without +08:00. */
function instant(text: string): PlanTime {
  const found = readMoment(text)
  if (found === null)
    throw new InvalidArgumentError('应为日期（当天终了）或时刻，如 2015-09-30 或 2015-09-30T12:00')
  return found.at ?? endOf(found.on)
}

/** The instant asked for, or now. @throws RefusedError BULLETIN_IN_FUTURE */
function asOfWhen(plan: PlanState, asked: PlanTime | undefined): PlanTime {
  const now = planTimeAt(plan.clock, Date.now())
  if (asked === undefined || asked <= now) return asked ?? now
  throw refused(
    'BULLETIN_IN_FUTURE',
    `${instantName(asked)}还没有到，现在是 ${now.replace('T', ' ')}`,
    dateOf(asked) === dateOf(now)
      ? `当天还没有结束：写时刻 --as-of ${now}，或明天再做`
      : '写一个已经过去的日期或时刻',
  )
}

async function planOf(db: Db, id: string): Promise<PlanState> {
  const plan = await planState(db, id)
  if (plan === null) throw refused('PLAN_NOT_FOUND', `没有方案 ${id}`, '用 duban plan list 查看')
  return plan
}

function issuedOf(plan: PlanState, number: number) {
  const found = plan.bulletins?.find((one) => one.number === number)
  if (found) return found
  throw refused(
    'BULLETIN_NOT_FOUND',
    `方案 ${plan.planId} 没有第 ${number} 期通报`,
    `已发布 ${plan.bulletins?.length ?? 0} 期，用 duban bulletin list ${plan.planId} 查看`,
  )
}

interface GiveOptions {
  readonly out?: string
  readonly output?: string
  /** 发文机关标志 and 发文字号 of a docx. */
  readonly head?: string
  readonly serial?: string
}

const printed = (command: Command): Command =>
  command
    .option('--out <file>', '写入文件；.docx 为公文格式（GB/T 9704）')
    .option('--head <text>', '公文的发文机关标志，如 某市人民政府办公室文件')
    .option('--serial <text>', '公文的发文字号，如 某政办督〔2015〕3号')

/** The bulletin on stdout, or in a file with its SHA-256 on stdout. */
async function give(plan: PlanState, o: GiveOptions, made: MadeBulletin, more: object) {
  const { bulletin, text, sha256 } = made
  const json = { ...bulletin, sha256, ...more }
  if (o.out === undefined) return print(formatOf(o), json, () => text.trimEnd())
  if (o.out.toLowerCase().endsWith('.docx')) {
    const { bulletinDocument } = await import('../../use/papers.ts')
    await intoNewFile(o.out, [await bulletinDocument(dataFolder(), plan, made, o)])
    return print(
      formatOf(o),
      { file: o.out, sha256, ...more },
      () => `已写入 ${o.out}\n原文 SHA-256 ${sha256}`,
    )
  }
  const written = formatOf(o) === 'json' ? `${JSON.stringify(json, null, 2)}\n` : text
  await intoNewFile(o.out, [Buffer.from(written)])
  print(formatOf(o), { file: o.out, sha256, ...more }, () => `已写入 ${o.out}\nSHA-256 ${sha256}`)
}

const withdrawnText = ({ number, withdrawn }: KeptBulletin): string =>
  withdrawn ? `第 ${number} 期 ${withdrawn.on} 已撤回：${withdrawn.reason}` : ''

const blobs = () => folderBlobs(blobsFolder(dataFolder()))

/** 通报: drafted and checked from the records alone; only issuing one needs the running server. */
export function bulletinVerbs(program: Command): void {
  const group = program
    .command('bulletin')
    .description('通报：起草、发布、撤回、核对；只由台账推出，重做一字不差')
  const asOf = (command: Command): Command =>
    printed(
      command
        .option('--as-of <instant>', '截至：日期（当天终了）或时刻；不写为现在', instant)
        .option('--from <date>', '本期从哪天起；不写为方案启动日', date),
    )
  withOutput(
    asOf(group.command('make <plan>', { isDefault: true }).description('起草通报，不编号')),
    'npx duban bulletin mz2015 --as-of 2015-09-30 --out 通报.md',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const plan = await planOf(db, id)
        await give(plan, o, await draftBulletin(db, id, asOfWhen(plan, o.asOf), o.from ?? null), {})
        return undefined
      }),
    ),
  )
  withOutput(
    byOffice(
      asOf(group.command('issue <plan>').description('发布通报：编号，并记入台账')).option(
        '--yes',
        '不再询问',
      ),
      '由谁发布',
    ),
    'npx duban bulletin issue mz2015 --as-of 2015-09-30',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const plan = await duban.plan(id)
        mustBeNew(o.out)
        const asOf = asOfWhen(plan, o.asOf)
        const draft = await draftBulletin(duban.db, id, asOf, o.from ?? null)
        const next = (plan.bulletins?.length ?? 0) + 1
        const known = standingBulletins(plan.bulletins ?? []).some(
          (one) => one.asOf === asOf && one.from === draft.bulletin.from,
        )
        const what = `将发布${quoted(plan.title)}第 ${next} 期通报：${draft.bulletin.from} 起，截至${instantName(asOf)}；逾期未办结 ${draft.bulletin.overdue.length} 项，督办单 ${draft.bulletin.slips.length} 张`
        if (!known && !(await agreed(what, { yes: o.yes }))) return undefined
        const { issued, made, already } = await issueBulletin(duban, id, {
          asOf,
          from: o.from ?? null,
          actor: officeActor(plan, o),
        })
        if (already) say(`这一期此前已经发布（第 ${issued.number} 期），没有变化`)
        if (!already) say(`已发布第 ${issued.number} 期`)
        await give(plan, o, made, { issued, already })
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('list <plan>').description('已发布的各期；撤回的也在，写明何时、为什么撤回'),
    'npx duban bulletin list mz2015',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { bulletins = [] } = await planOf(db, id)
        print(formatOf(o), bulletins, () =>
          bulletins.length === 0
            ? `${id} 还没有发布过通报`
            : table(
                ['期', '本期', '截至', '', 'SHA-256'],
                bulletins.map((one) => [
                  `${one.number}`,
                  `${one.from} 至 ${dateOf(one.asOf)}`,
                  instantName(one.asOf),
                  one.withdrawn ? `${one.withdrawn.on} 撤回：${one.withdrawn.reason}` : '',
                  one.sha256.slice(0, 16),
                ]),
              ),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    byOffice(
      group
        .command('withdraw <plan> <number>')
        .description('撤回已发布的一期：号码和原文留存，写明撤回；下一期接着编号')
        .requiredOption('--reason <text>', '为什么撤回'),
      '由谁撤回',
    ),
    'npx duban bulletin withdraw mz2015 2 --reason 数字有误',
  ).action((id: string, number: string, o) =>
    run(formatOf(o), () =>
      withDuban(async (duban) => {
        const plan = await duban.plan(id)
        const { number: n } = issuedOf(plan, Number(number))
        await withdrawBulletin(duban, id, { number: n, reason: o.reason, actor: officeActor(plan, o) })
        const issued = issuedOf(await duban.plan(id), n)
        print(formatOf(o), issued, () => withdrawnText(issued))
        return undefined
      }),
    ),
  )
  withOutput(
    printed(group.command('show <plan> <number>').description('已发布的一期，由台账重做')),
    'npx duban bulletin show mz2015 1 --out 通报.docx',
  ).action((id: string, number: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const plan = await planOf(db, id)
        const issued = issuedOf(plan, Number(number))
        if (issued.withdrawn) say(withdrawnText(issued))
        await give(plan, o, await remakeBulletin(db, blobs(), id, issued), { issued })
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('verify <plan>')
      .description('核对已发布的通报：由台账重做，与发布时逐字节比较')
      .option('--number <n>', '只核对这一期', wholeNumber),
    'npx duban bulletin verify mz2015',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const plan = await planOf(db, id)
        if (o.number !== undefined) issuedOf(plan, o.number)
        const found = await verifyBulletins(db, blobs(), plan, o.number ?? null)
        const unchanged = found.every((one) => one.unchanged)
        print(formatOf(o), { plan: id, unchanged, bulletins: found }, () =>
          found.length === 0
            ? `${id} 还没有发布过通报`
            : table(
                ['期', '截至', 'SHA-256', '核对'],
                found.map((one) => [
                  `${one.number}${one.withdrawn ? '（已撤回）' : ''}`,
                  instantName(one.asOf),
                  one.sha256.slice(0, 16),
                  one.says,
                ]),
              ),
        )
        return unchanged ? EXIT.ok : EXIT.system
      }),
    ),
  )
}
