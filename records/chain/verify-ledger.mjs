// 台账核验程序 / verifier of a ledger export. One file, Node.js 18 or newer, nothing else:
//   node verify-ledger.mjs export.jsonl [--against older-export.jsonl]
// What each check means, and what none of them can prove, stands in docs/verify.md. Duban itself writes and checks its
// ledger with the functions of this file.
import { createHash } from 'node:crypto'
import { createReadStream, realpathSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

export const ROW_FORMAT = 'duban-ledger-1'
export const EXPORT_FORMAT = 'duban-ledger-export-1'

export const sha256 = (text) => createHash('sha256').update(text, 'utf8').digest('hex')

/** What a database keeps of a text: half of a surrogate pair becomes U+FFFD. */
const kept = (text) =>
  text === null || !/[\ud800-\udfff]/.test(text) ? text : Buffer.from(text, 'utf8').toString('utf8')

const isPerson = (value) =>
  typeof value.role === 'string' && typeof value.unit === 'string' && typeof value.name === 'string'

/** Every object of a JSON value that names a person: it has role, unit and name. */
function* personsIn(value) {
  if (value === null || typeof value !== 'object') return
  if (isPerson(value)) yield value
  for (const inner of Object.values(value)) yield* personsIn(inner)
}

/** Stands for a name in what is hashed, so that the name can be deleted and the chain stays whole. */
export const nameMark = (salt, name) => `sha256:${sha256(`${salt}\n${name}`)}`

/** The names of persons in a row, each once. */
export const namesIn = (row) => [
  ...new Set(
    [row.actor, row.fact]
      .filter((text) => text.includes('"name"'))
      .flatMap((text) => [...personsIn(JSON.parse(text))].map((one) => one.name)),
  ),
]

/** A row without names of persons: with their marks in their place. A row without salt has none, or has lost them. */
export function withoutNames(row) {
  if (row.salt === '') return row
  const [actor, fact] = [JSON.parse(row.actor), JSON.parse(row.fact)]
  const persons = [...personsIn(actor), ...personsIn(fact)]
  const names = [...new Set(persons.map((one) => one.name))].filter((name) => name !== '')
  let { says } = row
  for (const name of names.sort((a, b) => b.length - a.length || (a < b ? -1 : 1)))
    says = says.replaceAll(name, nameMark(row.salt, name))
  for (const one of persons) one.name = nameMark(row.salt, one.name)
  return { ...row, actor: JSON.stringify(actor), fact: JSON.stringify(fact), says, salt: '' }
}

/** The text whose SHA-256 a row carries: its own content, and the hash of the row before it in its workflow. */
export function contentOf(row) {
  const { prev, workflow, seq, plan, no, obligation, kind, planAt, realAt, actor, actId, fact, says } =
    withoutNames(row)
  return JSON.stringify([
    ROW_FORMAT,
    prev,
    kept(workflow),
    seq,
    kept(plan),
    kept(no),
    kept(obligation),
    kind,
    planAt,
    realAt,
    actor,
    kept(actId),
    fact,
    kept(says),
  ])
}

export const hashOf = (row) => sha256(contentOf(row))

/** Last rows of a plan's workflows as a text; its SHA-256 is the root that a bulletin carries. */
export const headsText = (heads) =>
  heads
    .map(({ workflow, seq, hash }) => `${workflow}\t${seq}\t${hash}\n`)
    .sort()
    .join('')

/** A row that is another one's, moved; tried against so many numbers at most. */
const TRIES = 5_000

function numberBefore(row, count) {
  for (let seq = 1; seq <= Math.min(count + 1, TRIES); seq += 1)
    if (seq !== row.seq && hashOf({ ...row, seq }) === row.hash) return seq
  return null
}

/**
 * What is wrong with one workflow's rows; none when nothing is.
 * @param rows all its rows
 * @param next the number of the next row as the lists have it; undefined: not known
 */
export function verifyWorkflow(workflow, rows, next) {
  const found = []
  const tell = (what, seq, says, row) => found.push({ what, workflow, seq, row: row?.row ?? null, says })
  const sorted = [...rows].sort((a, b) => a.seq - b.seq || a.row - b.row)
  const slots = new Map()
  for (const row of sorted) slots.set(row.seq, [...(slots.get(row.seq) ?? []), row])
  const last = Math.max(0, ...slots.keys(), (next ?? 1) - 1)
  const after = (seq) => (slots.get(seq + 1) ?? []).map((row) => row.prev)
  /** Of several rows under one number, the one that its neighbours know. */
  const rightOne = (seq, before) =>
    slots.get(seq)?.find((row) => row.prev === before && after(seq).includes(row.hash)) ??
    slots.get(seq)?.find((row) => row.prev === before && row.hash === hashOf(row)) ??
    slots.get(seq)?.[0]

  let before = ''
  let missing = false
  for (let seq = 1; seq <= last; seq += 1) {
    const row = rightOne(seq, before)
    if (row === undefined) {
      tell('dropped', seq, `缺第 ${seq} 条`)
      missing = true
      continue
    }
    for (const other of slots.get(seq))
      if (other !== row) {
        const same = other.hash === row.hash && hashOf(other) === hashOf(row)
        tell(
          same ? 'doubled' : 'slippedIn',
          seq,
          same ? `第 ${seq} 条重复` : `第 ${seq} 条有两条，这一条是后塞进来的`,
          other,
        )
      }
    const own = row.hash === hashOf(row)
    if (row.hash === '') tell('unchained', seq, `第 ${seq} 条没有校验值：不是督办写的`, row)
    else if (!own) {
      const was = numberBefore(row, rows.length)
      if (was === null) tell('changed', seq, `第 ${seq} 条的内容被改动`, row)
      else tell('moved', seq, `这是第 ${was} 条，被放到第 ${seq} 条的位置`, row)
    }
    if (!missing && row.prev !== before && row.hash !== '') {
      const was = own ? null : numberBefore(row, rows.length)
      const [gone] = slots.get(seq - 1) ?? []
      if (was !== null && was > seq) tell('dropped', seq, `原来的第 ${seq} 条被抽掉`, row)
      else if (gone !== undefined && gone.prev === row.prev)
        tell('slippedIn', seq - 1, `第 ${seq - 1} 条是后塞进来的：它后面的一条不认它`, gone)
      else if (gone !== undefined)
        tell('replaced', seq - 1, `第 ${seq - 1} 条被换过：它后面的一条记着另一个校验值`, gone)
      else tell('slippedIn', seq, `第 ${seq} 条前面不应有别的`, row)
    }
    missing = false
    before = row.hash
  }
  let row = 0
  for (const one of sorted) {
    if (one.row < row) tell('reordered', one.seq, `第 ${one.seq} 条在库里排到了它前面的一条之前`, one)
    row = Math.max(row, one.row)
  }
  if (next !== undefined)
    for (const [seq, [one]] of slots)
      if (seq >= next && !found.some((known) => known.seq === seq))
        tell('slippedIn', seq, `第 ${seq} 条在现状以外：现状只到第 ${next - 1} 条`, one)
  return found
}

/** What is wrong with the bulletins of a plan: their place in the chain, and the rows that they stand on. */
export function verifyBulletins(plan, rows, cuts) {
  const found = []
  const bulletins = []
  const hashes = new Map(rows.map((row) => [`${row.workflow}\t${row.seq}`, row.hash]))
  const own = rows.filter((row) => row.workflow === plan && row.kind === 'bulletinIssued')
  let before = null
  for (const row of own.sort((a, b) => a.seq - b.seq)) {
    const { bulletin } = JSON.parse(row.fact)
    const { number, sha256: text, root, previous = null, cut } = bulletin ?? {}
    const tell = (what, says) =>
      found.push({ what, workflow: plan, seq: row.seq, row: row.row, says: `第 ${number} 期通报：${says}` })
    bulletins.push({ plan, number, sha256: text, root: root ?? null, previous })
    if (root === undefined) {
      before = text
      continue
    }
    if (previous !== before) tell('bulletin', '记着的上一期不是现在的上一期')
    before = text
    const reach = cuts.get(cut)
    if (reach === undefined || sha256(reach) !== cut) {
      tell('bulletin', '它的台账截止位置不在，不能核验它的台账根')
      continue
    }
    const heads = Object.entries(JSON.parse(reach)).map(([no, seq]) => {
      const workflow = no === '' ? plan : `${plan}-${no}`
      return { workflow, seq, hash: hashes.get(`${workflow}\t${seq}`) ?? '' }
    })
    for (const head of heads)
      if (head.hash === '') tell('bulletin', `它依据的 ${head.workflow} 第 ${head.seq} 条不在台账里`)
    if (sha256(headsText(heads)) !== root)
      tell('bulletin', '台账根不符：发布以后，它依据的台账被整条重写或抽换过')
  }
  return { found, bulletins }
}

/** Everything that is wrong with a ledger. `next` by workflow and `cuts` by SHA-256 as an export has them. */
export function verifyLedger({ rows, next, cuts }) {
  const byWorkflow = new Map([...next.keys()].map((id) => [id, []]))
  for (const row of rows) {
    if (!byWorkflow.has(row.workflow)) byWorkflow.set(row.workflow, [])
    byWorkflow.get(row.workflow).push(row)
  }
  const found = []
  for (const [workflow, own] of [...byWorkflow].sort(([a], [b]) => (a < b ? -1 : 1)))
    found.push(...verifyWorkflow(workflow, own, next.get(workflow)))
  const bulletins = []
  for (const plan of new Set(rows.map((row) => row.plan))) {
    const of = verifyBulletins(
      plan,
      rows.filter((row) => row.plan === plan),
      cuts,
    )
    found.push(...of.found)
    bulletins.push(...of.bulletins)
  }
  return { found, bulletins, workflows: byWorkflow.size, rows: rows.length }
}

/** Rows that an older export has and this ledger has otherwise, or not at all: a chain that was made anew. */
export function verifyAgainst(older, rows) {
  const now = new Map(rows.map((row) => [`${row.workflow}\t${row.seq}`, row.hash]))
  return older.rows
    .filter((row) => now.get(`${row.workflow}\t${row.seq}`) !== row.hash)
    .map(({ workflow, seq, row }) => ({
      what: now.has(`${workflow}\t${seq}`) ? 'rewritten' : 'dropped',
      workflow,
      seq,
      row,
      says: now.has(`${workflow}\t${seq}`)
        ? `第 ${seq} 条与以前的导出不同`
        : `以前的导出有第 ${seq} 条，现在没有`,
    }))
}

/** From when on the chain proves is written once and never changes: an older export knows it. */
export const verifyMark = (older, now) =>
  older.since === now.since && older.upTo === now.upTo
    ? []
    : [
        {
          what: 'mark',
          workflow: '',
          seq: 0,
          row: null,
          says: `校验链从哪一行起与以前的导出不同：那时是 ${older.since} 第 ${older.upTo} 行，现在是 ${now.since} 第 ${now.upTo} 行`,
        },
      ]

/** Reads an export, one JSON value a line. */
export async function readExport(file) {
  const rows = []
  const [next, cuts] = [new Map(), new Map()]
  let [head, end] = [null, null]
  for await (const line of createInterface({ input: createReadStream(file), crlfDelay: Infinity })) {
    if (line.trim() === '') continue
    const one = JSON.parse(line)
    if (head === null) {
      if (one.format !== EXPORT_FORMAT) throw new Error(`${file} 不是台账导出文件（${EXPORT_FORMAT}）`)
      head = one
    } else if (one.hash !== undefined) rows.push(one)
    else if (one.next !== undefined) next.set(one.workflow, one.next)
    else if (one.cut !== undefined) cuts.set(one.cut, one.text)
    else if (one.end !== undefined) end = one.end
  }
  if (head === null || end === null || end !== rows.length)
    throw new Error(`${file} 不完整：应有 ${end ?? '？'} 行台账，读到 ${rows.length} 行`)
  return { head, rows, next, cuts }
}

async function main(args) {
  const at = args.indexOf('--against')
  const against = at < 0 ? null : args.splice(at, 2)[1]
  const [file] = args
  if (file === undefined || (at >= 0 && against === undefined)) {
    console.error('用法：node verify-ledger.mjs 导出文件.jsonl [--against 以前的导出.jsonl]')
    return 2
  }
  const ledger = await readExport(file)
  const { found, bulletins, workflows, rows } = verifyLedger(ledger)
  const older = against === null ? null : await readExport(against)
  const more =
    older === null
      ? []
      : [...verifyAgainst(older, ledger.rows), ...verifyMark(older.head.chain, ledger.head.chain)]
  for (const { what, workflow, row, says } of [...found, ...more])
    console.log(`${what}\t${workflow}\t${row === null ? '' : `第 ${row} 行`}\t${says}`)
  for (const one of bulletins)
    console.log(
      `通报第 ${one.number} 期\tSHA-256 ${one.sha256}\t台账根 ${one.root ?? '没有（旧版发布）'}\t上一期 ${one.previous ?? '没有'}`,
    )
  const { since, upTo } = ledger.head.chain
  if (upTo > 0) console.log(`第 ${upTo} 行以前的校验值是 ${since} 升级时补上的，只能证明那以后没有改动`)
  const erased = ledger.rows.filter((row) => row.salt === '' && row.actor.includes('"sha256:')).length
  if (erased > 0) console.log(`${erased} 行不含人名：导出时未带，或已应要求删除`)
  const wrong = found.length + more.length
  console.log(
    `${rows} 行，${workflows} 条链：${wrong === 0 ? '没有发现改动、缺失、重复、换位或插入' : `发现 ${wrong} 处`}`,
  )
  return wrong === 0 ? 0 : 1
}

const asked = process.argv[1]
if (asked !== undefined && realpathSync(asked) === fileURLToPath(import.meta.url))
  main(process.argv.slice(2)).then(
    (code) => {
      process.exitCode = code
    },
    (error) => {
      console.error(error.message)
      process.exitCode = 2
    },
  )
