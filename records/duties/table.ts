/** One slim row an obligation: what is counted of it, and since when it lies on whose desk; what has no day is 9999-12-31, what is not there is null. */
export interface DutyTable {
  workflow_id: string
  id: string
  plan_id: string
  no: string
  /** JSON: all who lead its measure today. */
  leads: string
  state: string
  outcome: string | null
  closed: number
  due_on: string | null
  owed_by: string | null
  review_on: string | null
  extension_on: string | null
  undated_on: string | null
  suspension_on: string | null
  flag_on: string | null
  signature_on: string | null
  done_before: number
  late_reported: number
  slips: number
  late_days: number
}
