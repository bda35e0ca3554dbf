import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { planState } from '../../records/read.ts'
import { table } from '../plan/support.ts'
import { runDuban } from './support/cli.ts'
import { planId } from './support/office.ts'
import { officeOfTests } from './support/started.ts'
import { atTerminal, CTRL_C, DOWN, ENTER, hasTerminal, type Step } from './support/terminal.ts'

const office = officeOfTests()
const terminal = hasTerminal()
if (!terminal)
  process.stderr.write('\nNO TERMINAL: util-linux script(1) is not here; no prompt is tested\n\n')

const QUESTION = '确定要这样办吗（是/否，回车为否）'
const NOTHING = '没有办理，什么都没有改变'
const sit = (words: readonly string[], ...steps: Step[]) => atTerminal(office, words, steps)
const answer = (words: readonly string[], said: string) => sit(words, [QUESTION, `${said}${ENTER}`])
const json = async (...words: string[]) => (await runDuban(office, [...words, '-o', 'json'])).json
const phase = async (id: string) => (await planState(office.duban.db, id))?.phase

function file(name: string, title: string): string {
  const path = join(office.dataDir, name)
  const rows = `序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限
1 | 公开 | 市甲局 | 公开甲信息。 | 2015年7月底前
2 | 公开 | 市乙局 | 公开乙信息。 | 2015年11月底前
3 | 制定 | 市乙局 | 制定丙办法。 | 省出台丙规定后20日内`
  writeFileSync(path, table(rows, title))
  return path
}

describe.skipIf(!terminal)(
  'at a terminal whatever cannot be taken back is shown first and asked about',
  () => {
    const id = planId('tty')
    const read = ['--issued-on', '2015-07-01', '--id', id]

    it('an import over a draft', async () => {
      const [first, second] = [file('a.txt', '甲方案'), file('b.txt', '乙方案')]
      expect((await sit(['plan', 'import', first, ...read])).screen).toContain('已导入')
      const before = await planState(office.duban.db, id)
      const no = await answer(['plan', 'import', second, ...read], '否')
      expect(no.screen).toMatch(/已有没启动的《甲方案》，将换成《乙方案》/)
      expect([no.exit, no.screen.includes(NOTHING)]).toEqual([0, true])
      expect(await planState(office.duban.db, id)).toEqual(before)
      // Neither: asked again; then yes.
      const yes = await sit(
        ['plan', 'import', second, ...read],
        [QUESTION, `也许${ENTER}`],
        ['答 是 或 否', `\u007f\u007f是${ENTER}`],
      )
      expect(yes.screen).toContain('已导入')
      expect((await planState(office.duban.db, id))?.title).toBe('乙方案')
    })

    it('a start whose dates are past: each is listed, and somebody says what becomes of them', async () => {
      const words = ['plan', 'start', id, '--clock', 'stepped@2015-09-07', '--accept-review']
      const off = await sit(words, ['这些事项怎么处理', CTRL_C])
      expect(off.screen).toMatch(/1\.1\/2015-07 +市甲局 +2015-07-31 +38 天/)
      expect(off.screen).toContain('没有启动')
      expect(await phase(id)).toBe('draft')
      const on = await sit(
        words,
        ['这些事项怎么处理', `${DOWN}${DOWN}${ENTER}`],
        // The choice before it speaks of a 新到期日 too: the date is typed once it is asked for.
        ['? 新到期日', `2015-09-30${ENTER}`],
      )
      expect(on.screen).toContain('启动时已过到期日 1 项')
      expect((await json('measure', 'show', id, '1.1')).obligations[0]).toMatchObject({ dueOn: '2015-09-30' })
    })

    it('an event that is revoked', async () => {
      await json('event', 'report', id, '省出台丙规定', '--on', '2015-09-01', '--id', 'ev-a')
      const words = ['event', 'revoke', id, 'ev-a', '--reason', '误报']
      const no = await answer(words, '')
      expect(no.screen).toContain('措施 3.1 由它立的、没办结的事项随之撤销')
      expect(no.screen).toContain(NOTHING)
      expect((await json('measure', 'show', id, '3.1')).obligations[0].state).toBe('open')
      expect((await answer(words, '是')).screen).toContain('已撤销 ev-a')
      expect((await json('measure', 'show', id, '3.1')).obligations[0].state).toBe('withdrawn')
    })

    it('acts on many: what each line does is seen before it is done', async () => {
      const all = ['measure', 'acknowledge-all', id, '--as', '市乙局']
      const no = await answer(all, 'n')
      expect(no.screen).toMatch(/2\.1 +市乙局 +市乙局 签收/)
      expect((await json('measure', 'show', id, '2.1')).acknowledged).toEqual([])
      expect((await answer(all, '是')).screen).toContain('已签收 2 项')

      for (const [no, unit] of [
        ['1.1', '市甲局'],
        ['2.1', '市乙局'],
      ] as const)
        await json(
          'evidence',
          'submit',
          id,
          no,
          '--done-on',
          '2015-09-07',
          '--url',
          'http://a.cn/x',
          '--as',
          unit,
        )
      const path = join(office.dataDir, '审.tsv')
      writeFileSync(
        path,
        '应办事项\t结论\t办理质量\t说明\n1.1/2015-07\t通过\t优\t\n2.1/2015-11\t退回\t\t缺附件\n',
      )
      const review = ['review', 'accept-all', id, '--table', path]
      const kept = await answer(review, '否')
      expect(kept.screen).toMatch(/1\.1\/2015-07 +市甲局 +通过，办理质量优/)
      expect(kept.screen).toMatch(/2\.1\/2015-11 +市乙局 +退回：缺附件/)
      const states = async () =>
        (await json('measure', 'list', id)).map(
          (m: { obligations: { state: string }[] }) => m.obligations[0]?.state,
        )
      expect((await states()).slice(0, 2)).toEqual(['submitted', 'submitted'])
      await answer(review, '是')
      expect((await states()).slice(0, 2)).toEqual(['completed', 'returned'])
    })

    it('a bulletin that is issued', async () => {
      const words = ['bulletin', 'issue', id]
      const no = await answer(words, '否')
      expect(no.screen).toMatch(/将发布《乙方案》第 1 期通报：2015-09-07 起.*逾期未办结 0 项，督办单 0 张/)
      expect(await json('bulletin', 'list', id)).toEqual([])
      expect((await answer(words, '是')).screen).toContain('已发布第 1 期')
      expect(await json('bulletin', 'list', id)).toMatchObject([{ number: 1 }])
    })

    it('a plan that is closed, with what becomes of each open item; and a draft that is deleted', async () => {
      const no = await answer(['plan', 'close', id], '否')
      expect(no.screen).toMatch(/2\.1\/2015-11 +市乙局 +退回重办 .*未完成/)
      expect(await phase(id)).toBe('running')
      expect((await answer(['plan', 'close', id], '是')).screen).toContain(`已结束 ${id}`)
      expect(await phase(id)).toBe('closed')

      const draft = planId('tty-draft')
      await sit(['plan', 'import', file('c.txt', '丙方案'), '--issued-on', '2015-07-01', '--id', draft])
      expect((await answer(['plan', 'delete', draft], '否')).screen).toContain(
        `将删除没有启动的 ${draft}《丙方案》`,
      )
      expect(await phase(draft)).toBe('draft')
      expect((await answer(['plan', 'delete', draft], '是')).screen).toContain(`已删除 ${draft}`)
      expect(await planState(office.duban.db, draft)).toBeNull()
    })
  },
)
