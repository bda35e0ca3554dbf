import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import type { Command } from 'commander'
import { TEMPLATES } from '../../../documents/official/places.ts'
import { dataFolder } from '../../../temporal/endpoint.ts'
import { removeTemplate, setTemplate, templateKind, templates } from '../../use/templates.ts'
import { formatOf, withOutput } from '../args.ts'
import { run } from '../exit.ts'
import { print, table } from '../output.ts'

/** 公文模板: an office's own docx for 通报 and 督办单. */
export function templateVerbs(program: Command): void {
  const group = program.command('template').description('公文模板：本单位自己的通报、督办单版式（.docx）')
  withOutput(
    group.command('list').description('已设的模板，和每种文件可用的位置'),
    'npx duban template list',
  ).action((o) =>
    run(formatOf(o), async () => {
      const all = await templates(dataFolder())
      print(formatOf(o), all, () =>
        table(
          ['文件', '模板', '没有用到的位置', '可用的位置'],
          all.map(({ name, fit, all: known }) => [
            name,
            fit === null ? '没有（按 GB/T 9704）' : '已设',
            fit?.missing.join('、') ?? '',
            known.map((place) => `{{${place}}}`).join(' '),
          ]),
        ),
      )
      return undefined
    }),
  )
  withOutput(
    group.command('set <kind> <file>').description('设置或替换一种文件的模板，位置写成 {{文号}}'),
    'npx duban template set 督办单 我们的督办单.docx',
  ).action((name: string, file: string, o) =>
    run(formatOf(o), async () => {
      const kind = templateKind(name)
      const fit = await setTemplate(dataFolder(), kind, readFileSync(file), basename(file))
      print(formatOf(o), { kind, ...fit }, () =>
        [
          `已设${TEMPLATES[kind]}的模板，位置：${fit.places.join('、')}`,
          ...(fit.missing.length > 0 ? [`模板里没有，将不印出：${fit.missing.join('、')}`] : []),
        ].join('\n'),
      )
      return undefined
    }),
  )
  withOutput(
    group.command('remove <kind>').description('去掉模板，仍按 GB/T 9704 排版'),
    'npx duban template remove 督办单',
  ).action((name: string, o) =>
    run(formatOf(o), async () => {
      const kind = templateKind(name)
      removeTemplate(dataFolder(), kind)
      print(formatOf(o), { kind }, () => `已去掉${TEMPLATES[kind]}的模板`)
      return undefined
    }),
  )
}
