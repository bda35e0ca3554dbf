/** The list behind 台账: one row a measure, dates in text that sorts; what never comes is 9999-12-31. */
export interface BoardTable {
  workflow_id: string
  /** Number of the next fact, as the measure had it when the row was written. */
  seq: number
  plan_id: string
  ord: number
  no: string
  phase: string
  /** The light before it turns: green or grey. */
  base: string
  yellow_from: string
  red_from: string
  owed_by: string
  slip: string | null
  waits: number
  aspects: string
  lead_unit: string
  lead_units: string
  units: string
  leads: string
  task: string
  text: string
  deadline: string
  words: string
  /** 分管领导 and whom else a list is asked for. */
  named: string
  /** JSON: everyone on it as they are written, and the conditions that it waits for. */
  names: string
  awaited: string
}
