import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from '../plan/support.ts'
import { percentile } from './figures.ts'

/**
 * npm run bench:feel: what people wait for at the command line, beside `node -e 0` in the same run: one of ours, one of
 * those, in turn. Medians; the processor's time is what a busy machine does not change. Prints Markdown; exit 1 when
 * something fell short. The server is one of its own; what it is built from must have been built.
 */
const ROUNDS = 7
const root = fileURLToPath(new URL('../..', import.meta.url))
const data = mkdtempSync(join(tmpdir(), 'duban-feel-'))
const env = { ...process.env, DUBAN_DATA: data, DUBAN_WEB: 'off', DUBAN_METRICS: '0', TEMPORAL_ADDRESS: '' }
const DUBAN = 'bin/duban.mjs'
const median = (values: readonly number[]) => percentile(values, 0.5)

interface Took {
  readonly wall: number
  readonly cpu: number
}
/** The shell adds up what its children used. */
function took(words: readonly string[], allowed: readonly number[] = [0]): Took {
  const began = performance.now()
  const { status, stdout, stderr } = spawnSync(
    'sh',
    ['-c', '"$0" "$@" >/dev/null; s=$?; times; exit $s', process.execPath, ...words],
    {
      cwd: root,
      env,
      encoding: 'utf8',
    },
  )
  const wall = (performance.now() - began) / 1000
  if (!allowed.includes(status ?? -1)) throw new Error(`${words.join(' ')}: ${status} ${stderr}`)
  const [, children = ''] = stdout.trim().split('\n')
  const seconds = [...children.matchAll(/(\d+)m([\d.]+)s/g)].map(([, m, s]) => Number(m) * 60 + Number(s))
  return { wall, cpu: seconds.reduce((sum, one) => sum + one, 0) }
}

const rows: string[] = []
let kept = true
/** Each round: ours, then an empty program. `most`: how many times its processor's time, and its seconds. */
function row(
  name: string,
  most: { readonly cpu?: number; readonly seconds: number },
  run: (round: number) => Took,
  rounds = ROUNDS,
) {
  run(-1)
  const pairs = Array.from({ length: rounds }, (_, round) => ({ ours: run(round), empty: took(['-e', '0']) }))
  const wall = median(pairs.map(({ ours }) => ours.wall))
  const times = median(pairs.map(({ ours, empty }) => ours.wall / empty.wall))
  const cpu = median(pairs.map(({ ours, empty }) => ours.cpu / empty.cpu))
  const fits = (most.cpu === undefined || cpu <= most.cpu) && wall <= most.seconds
  kept &&= fits
  const asked = [`≤ ${most.seconds} s`, ...(most.cpu === undefined ? [] : [`≤ ${most.cpu} ×`])].join(', ')
  rows.push(
    `| ${name} | ${asked} | ${wall.toFixed(2)} s | ${times.toFixed(1)} × | ${cpu.toFixed(1)} × | ${fits ? 'yes' : '**no**'} |`,
  )
  process.stderr.write(`${rows.at(-1)}\n`)
}

const duban = (...words: string[]) => took([DUBAN, ...words])
/** A plan of so many measures of one unit, with a number of its own, started. */
function started(id: string, measures: number): void {
  const lines = Array.from(
    { length: measures },
    (_, i) => `${i + 1} | 公开 | 市甲局 | 公开第${i + 1}类信息。 | 2015年${(i % 6) + 7}月底前`,
  )
  const file = join(data, `${id}.txt`)
  writeFileSync(file, table(['序号 | 工作任务 | 牵头单位 | 具体措施 | 完成时限', ...lines].join('\n')))
  duban('plan', 'import', file, '--id', id, '--issued-on', '2015-07-01')
  duban('plan', 'start', id, '--clock', 'stepped@2015-07-01', '--accept-review')
}

/** `up`, until it says that it is. */
async function up(): Promise<() => Promise<void>> {
  const child = spawn(process.execPath, [DUBAN, 'up'], {
    cwd: root,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    let said = ''
    child.stderr.on('data', (chunk) => {
      said += String(chunk)
      if (said.includes('按 Ctrl-C 停止')) resolve()
    })
    child.once('exit', () => reject(new Error(said)))
  })
  return async () => {
    child.kill('SIGTERM')
    await ended
  }
}

try {
  const quick = { cpu: 5, seconds: 0.25 }
  row('`--help`', quick, () => duban('--help'))
  row('a typo', quick, () => took([DUBAN, 'pln'], [2]))
  row('`deadline explain`', quick, () =>
    duban('deadline', 'explain', '每季度首月25日前', '--plan-year', '2015'),
  )
  took(['bin/start.mjs', '--exit'])
  row('second `npm start -- --exit`', { seconds: 5 }, () => took(['bin/start.mjs', '--exit']), 3)
  const down = await up()
  try {
    started('eighty', 80)
    const reading = { cpu: 8, seconds: 0.4 }
    row('`plan list`', reading, () => duban('plan', 'list'))
    row('`measure list` of 80', reading, () => duban('measure', 'list', 'eighty'))
    row('an act until answered', { seconds: 0.8 }, (round) =>
      duban('measure', 'acknowledge', 'eighty', `${round + 2}.1`, '--as', '市甲局'),
    )
    const forties = Array.from({ length: 4 }, (_, i) => `forty${i}`)
    for (const id of forties) started(id, 40)
    row(
      'forty acts in one call',
      { seconds: 3 },
      (round) => duban('measure', 'acknowledge-all', forties[round + 1] ?? '', '--as', '市甲局', '--yes'),
      3,
    )
  } finally {
    await down()
  }
} finally {
  rmSync(data, { recursive: true, force: true })
}
const memory = (totalmem() / 2 ** 30).toFixed(0)
console.log(
  [
    `${cpus().length} cores, ${memory} GiB, Node ${process.versions.node}; medians, in turn with \`node -e 0\``,
    '',
    '| what | asked | takes | beside `node -e 0` | of its processor’s time | kept |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n'),
)
process.exit(kept ? 0 : 1)
