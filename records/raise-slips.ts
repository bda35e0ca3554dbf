import { lockSlipNumbers, type Tx } from './exclusive.ts'
import { putRows, type RowOf } from './put-rows.ts'

/** Numbers slips within their plans, on from the highest there is, in the order given, and writes them. */
export async function raiseSlips(tx: Tx, slips: readonly Omit<RowOf<'slips'>, 'number'>[]): Promise<void> {
  if (slips.length === 0) return
  const plans = [...new Set(slips.map((slip) => slip.plan_id))]
  await lockSlipNumbers(tx, plans)
  const rows = await tx
    .selectFrom('slips')
    .select(['plan_id', (e) => e.fn.max('number').as('n')])
    .where('plan_id', 'in', plans)
    .groupBy('plan_id')
    .execute()
  const last = new Map(rows.map((row) => [row.plan_id, Number(row.n)]))
  const numbered = slips.map((slip) => {
    const number = (last.get(slip.plan_id) ?? 0) + 1
    last.set(slip.plan_id, number)
    return { ...slip, number }
  })
  await putRows(tx, 'slips', numbered)
}
