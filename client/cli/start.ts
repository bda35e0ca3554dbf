import { fileURLToPath } from 'node:url'
import { loadScript } from '../../documents/files/script.ts'
import { DEFAULT_OFFICE } from '../../domain/basics/actor.ts'
import { steppedAt } from '../../domain/calendar/clock.ts'
import { dateOf } from '../../domain/calendar/time.ts'
import { acceptedAs, questionsOf } from '../../domain/reading/questions.ts'
import { document, measureStates, planState } from '../../records/read.ts'
import { dataFolder } from '../../temporal/endpoint.ts'
import { bringUp, type Up } from '../../temporal/up.ts'
import { connectClient } from '../connect.ts'
import { Office } from '../office.ts'
import { importPlan } from '../use/import-plan.ts'
import { rehearse } from '../use/rehearse.ts'
import { startPlan } from '../use/start-plan.ts'
import { measureJson } from '../views/json.ts'
import { demoText } from './demo-text.ts'
import { EXIT } from './exit.ts'
import { orInterrupted } from './interrupted.ts'
import { bold, type Format, print, say } from './output.ts'
import { readPlan } from './read-plan.ts'
import { calendar } from './session.ts'
import { uiAnswers } from './ui-text.ts'
import { stopAsked } from './until-asked.ts'
import { planShowText, showPlan } from './verbs/plan-shown.ts'
import { progressLine } from './verbs/rehearse.ts'
import { setupText } from './web-text.ts'

const place = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url))
const SCRIPT = place('seeds/rehearsals/2015.json')
const SEED = place('seeds/documents/mz2015.txt')

/** Imports and starts the 2015 plan where it is not, and rehearses on from where it stands. */
async function playSeed(duban: Office): Promise<void> {
  const script = loadScript(SCRIPT)
  const id = script.plan
  if ((await planState(duban.db, id))?.document == null) {
    say(`导入 ${SEED.split('/').at(-1)}`)
    await importPlan(duban, id, readPlan(SEED, { issuedOn: script.from }, await calendar()))
  }
  const state = await duban.plan(id)
  if (state.phase === 'draft') {
    const plan = state.document === null ? null : await document(duban.db, state.document)
    const confirm = (plan?.review ?? []).filter((item) => item.severity === 'confirm')
    say(`启动 ${id}：每项措施一个工作流；${confirm.length} 个待确认事项按建议读法接受，记入台账`)
    const acceptedReview = confirm.map((item) => `${item.measure ?? ''}:${item.code}`)
    await startPlan(duban, id, {
      clock: { kind: 'stepped', at: steppedAt(script.from) },
      startOn: script.from,
      acceptedReview,
      accepted: plan === null ? [] : questionsOf(plan).map(acceptedAs),
    })
  }
  const { clock, phase } = await duban.plan(id)
  if (phase === 'running' && clock.kind === 'stepped' && dateOf(clock.at) < script.to) {
    const began = Date.now()
    say(`演练 ${dateOf(clock.at)} 至 ${script.to}（${script.title}）`)
    const done = await rehearse(duban, id, script, { onDay: progressLine() })
    if (process.stderr.isTTY) say('')
    for (const r of done.refusals) say(`${r.day} ${r.what} 被拒绝：${r.message}`)
    say(
      `演练完成：${done.days} 个有事的日子，${done.acts} 件事，用了 ${((Date.now() - began) / 1000).toFixed(1)} 秒`,
    )
  }
}

/** Addresses of the web UI worth opening: the list, a late measure, a waiting one. */
function addresses(
  { source, namespace }: Up['endpoint'],
  uiUrl: string | null,
  planId: string,
  late: string | undefined,
  waiting: string | undefined,
): string {
  if (uiUrl === null) return `网页界面：${source === 'configured' ? '见你自己的 Temporal' : '还没有'}`
  const base = `${uiUrl}/namespaces/${encodeURIComponent(namespace)}/workflows`
  const query = encodeURIComponent(`DubanPlan="${planId}"`)
  const one = (no: string) => `${base}/${encodeURIComponent(`${planId}-${no}`)}`
  return [
    bold('网页界面'),
    `  全部措施   ${base}?query=${query}`,
    ...(late ? [`  逾期的一项 ${one(late)}`] : []),
    ...(waiting ? [`  等待的一项 ${one(waiting)}`] : []),
  ].join('\n')
}

/** Where a leader sits, in the demo. */
const LEADERS = '市政府'

const NEXT = (id: string) =>
  [
    bold('接下来可以试'),
    `  npx duban event report ${id} 国家批复 --on 2016-02-01 --document 发改价格〔2016〕1号`,
    `  npx duban obligation set-due ${id} 17.1 --due-on 2016-03-01`,
    `  npx duban evidence submit ${id} 27.1 --done-on 2016-01-20 --url http://www.example.gov.cn/px --as 市人力资源社会保障局`,
    `  npx duban review accept ${id} 27.1`,
    '  npx duban deadline explain "审批或核准后两个工作日内" --event-on 2015-09-02',
    `  npx duban measure history ${id} 3.6`,
  ].join('\n')

/** npm start: bring up, import, start, rehearse, show the outcome, stay up. A second time shows where the plan stands. */
export async function startDemo(options: { exit: boolean; format: Format }): Promise<number> {
  const began = Date.now()
  const stopping = stopAsked()
  const up = await orInterrupted(bringUp({ dataDir: dataFolder(), say, ...stopping }))
  let shown = false
  // Asked while the year is being played: what was begun goes on at the next start.
  void stopping.asked.then(() => (shown ? undefined : up.stop().then(() => process.exit(130))))
  try {
    say(`服务就绪，用了 ${((Date.now() - began) / 1000).toFixed(1)} 秒：${up.endpoint.connect.address}`)
    const { client, close } = await connectClient(up.endpoint)
    const duban = await Office.open({ client, taskQueue: up.endpoint.taskQueue, dataDir: dataFolder() })
    const id = loadScript(SCRIPT).plan
    await playSeed(duban)
    const outcome = await showPlan(duban, id)
    const states = await measureStates(duban.db, id)
    const waiting = outcome.waiting.find((w) => !w.stream) ?? outcome.waiting[0]
    const late = outcome.late.find((l) => l.open) ?? outcome.late[0]
    const uiUrl = await uiAnswers(up)
    print(
      options.format,
      { plan: outcome, measures: states.map((s) => measureJson(s, outcome.clock.today)) },
      () =>
        [
          planShowText(outcome),
          '',
          addresses(up.endpoint, uiUrl, id, late?.no, waiting?.measures[0]),
          '',
          NEXT(id),
        ].join('\n'),
    )
    if (up.webUrl !== null) {
      say(`\n督办台：${up.webUrl}`)
      const first = setupText(dataFolder(), up.webUrl)
      if (first !== null) say(first)
      const unit = late?.unit ?? outcome.late[0]?.unit ?? DEFAULT_OFFICE
      const places = { office: DEFAULT_OFFICE, unit, leader: LEADERS }
      const demo = options.exit ? null : await demoText(duban.db, up.webUrl, places)
      if (demo !== null) say(demo)
    }
    await duban.close()
    await close()
    shown = true
    if (up.ours && !options.exit) {
      say(`\n一共用了 ${((Date.now() - began) / 1000).toFixed(1)} 秒。服务继续运行，按 Ctrl-C 停止`)
      await stopping.asked
      say('正在停止：先让工作进程办完手上的事…')
    }
    return EXIT.ok
  } finally {
    await up.stop()
  }
}
