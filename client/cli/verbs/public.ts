import type { Command } from 'commander'
import { OPERATOR } from '../../../accounts/people.ts'
import { FIELD_NAMES, PUBLIC_FIELDS } from '../../../domain/publishing/fields.ts'
import { folderBlobs } from '../../../records/blobs.ts'
import type { Db } from '../../../records/db.ts'
import { blobsFolder } from '../../../records/places.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { planNamed } from '../../views/reading.ts'
import { date, formatOf, wholeNumber, withOutput } from '../args.ts'
import { agreed } from '../ask.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'
import { withRecords } from '../session.ts'

const fromOf = (db: Db) => ({ db, blobs: folderBlobs(blobsFolder(dataFolder())), dataDir: dataFolder() })
const used = () => import('../../use/publish.ts')
const several = (text: string): readonly string[] => text.split(/[,，、\s]+/).filter((one) => one !== '')

const asked = (command: Command): Command =>
  command
    .option('--number <n>', '第几期通报；不写为最后一期', wholeNumber)
    .option(
      '--fields <names>',
      `公开哪些字段；不写为上次的，第一次为常用的。可写 ${FIELD_NAMES.map((one) => `${one}（${PUBLIC_FIELDS[one].title}）`).join('、')}`,
      several,
    )

/** 公开: what the public reads, by whoever owns this machine; a signed-in issuer has a page for it. */
export function publicVerbs(program: Command): void {
  const group = program.command('public').description('公开：先看变化，再公布；默认什么也不公开')
  const whatOf = (o: { number?: number; fields?: readonly string[] }) => ({
    number: o.number ?? null,
    fields: o.fields ?? null,
  })
  withOutput(
    asked(group.command('preview <plan>').description('公布以后会有哪些变化；什么也不写')),
    'npx duban public preview mz2015',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { previewPublic } = await used()
        const plan = await planNamed(db, id)
        const { issue, changes, published, seen } = await previewPublic(fromOf(db), plan, whatOf(o))
        const json = { number: issue.bulletin.number, fields: issue.fields, published, seen, changes }
        print(formatOf(o), json, () =>
          [
            `依据第 ${json.number} 期通报，${issue.items.length} 项措施；${published === null ? '现在没有公开' : `现在公开的是第 ${published} 期`}`,
            changes.length === 0
              ? '没有变化'
              : table(
                  ['措施', '变化'],
                  changes.map(({ no, says }) => [no, says]),
                  120,
                ),
          ].join('\n'),
        )
        return undefined
      }),
    ),
  )
  withOutput(
    asked(group.command('publish <plan>').description('公布：写成文件，放在数据文件夹的 public 里'))
      .option('--next <date>', '下一次公布的日期', date)
      .option('--licence <text>', '使用许可', '内容可以自由转载，请注明来源。')
      .option('--footer <text>', '网站标识码、备案号', '')
      .option('--yes', '不再询问'),
    'npx duban public publish mz2015 --next 2015-11-05',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { previewPublic, publishPlan } = await used()
        const [plan, from] = [await planNamed(db, id), fromOf(db)]
        const { issue, changes, seen } = await previewPublic(from, plan, whatOf(o))
        const what = `将公开 ${plan.title} 第 ${issue.bulletin.number} 期通报所见的 ${issue.items.length} 项措施，变化 ${changes.length} 处（用 public preview 逐条看）`
        if (!(await agreed(what, { yes: o.yes }))) return undefined
        const said = { ...whatOf(o), licence: o.licence, footer: o.footer, nextOn: o.next ?? null }
        const { folder, files } = await publishPlan(from, plan, said, seen, OPERATOR)
        const json = { path: `/public/${folder}/`, files, changes: changes.length }
        print(formatOf(o), json, () => `已公布 ${json.path}，${files} 个文件，变化 ${changes.length} 处`)
        return undefined
      }),
    ),
  )
  withOutput(
    group
      .command('withdraw <plan>')
      .description('停止公布，原地址上写明理由')
      .requiredOption('--reason <text>', '理由')
      .option('--yes', '不再询问'),
    'npx duban public withdraw mz2015 --reason 数据有误，更正后重新公布',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { withdrawPublic } = await used()
        const plan = await planNamed(db, id)
        if (!(await agreed(`将停止公布 ${plan.title}`, { yes: o.yes }))) return undefined
        const { folder } = await withdrawPublic(fromOf(db), plan, o.reason, OPERATOR)
        print(formatOf(o), { path: `/public/${folder}/` }, () => `已停止公布 /public/${folder}/`)
        return undefined
      }),
    ),
  )
  withOutput(
    group.command('list <plan>').description('历次公布和收回'),
    'npx duban public list mz2015',
  ).action((id: string, o) =>
    run(formatOf(o), () =>
      withRecords(async (db) => {
        const { publicationList } = await used()
        const found = await publicationList(db, (await planNamed(db, id)).planId)
        print(formatOf(o), found, () =>
          found.items.length === 0
            ? `${id} 没有公开过`
            : table(
                ['时间', '通报', '字段', '说明'],
                found.items.map((one) => [
                  one.at,
                  one.number === null ? '—' : `第 ${one.number} 期`,
                  one.fields.join(' '),
                  one.reason ?? '',
                ]),
              ),
        )
        return undefined
      }),
    ),
  )
}
