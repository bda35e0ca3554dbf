import { date, type Field, id, LONGEST_REFERENCE, list, nullable, text, words } from '../../fields/field.ts'

// Fields that several acts have.

const LONGEST_TARGET = 300
const target: Field = id('应办事项', LONGEST_TARGET)
/** The obligation; left out where one only fits. */
export const obligationId: Field = nullable(target)
export const targets = (label: string, most = 500): Field => list(label, target, most)
export const reason: Field = text('理由')
export const note: Field = nullable(text('说明'))
export const dueOn: Field = date('到期日')
export const unit = (label: string): Field => words(label, LONGEST_REFERENCE)
