import { phrasesOf } from '../unit-phrases.ts'
import type { Carried } from './carried.ts'
import { joined, NOTHING, type Sense } from './senses.ts'
import { carriesBelow, type Node } from './tree.ts'

/** What a piece says, with what running text asks where it has no bracket and no label. */
export const saidBy = (node: Node, piece: Carried): Carried => {
  if (node.asked === null || node.frame || node.pieces.length > 1 || piece.owners !== '') return piece
  const { owners, deadline, people } = node.asked
  return {
    ...piece,
    owners,
    deadline: piece.deadline || deadline,
    people: [...piece.people, ...people],
  }
}

/** An item that names only who supports it has its lead from the bracket above. */
export const ownersUnder = (own: string, over: string): string =>
  own !== '' && over !== '' && onlySupports(own) ? `${over}；${own}` : own || over

const onlySupports = (owners: string): boolean => phrasesOf(owners).every(({ role }) => role === 'supporting')

/** What is said above an item and goes to those below it that do not say it themselves, each for itself. */
const HANDED_DOWN: Readonly<Record<'owners' | 'deadline' | 'people', (said: Sense, child: Node) => boolean>> =
  {
    owners: (said) => said.owners === '' || onlySupports(said.owners),
    deadline: (said, child) => said.deadline === '' && !child.dated,
    people: (said) => said.people.length === 0,
  }

/** Whether one of the items below takes it over; an item between that says it itself hides it. */
export const takesOver = (node: Node, what: keyof typeof HANDED_DOWN): boolean =>
  node.children.some((child) => {
    const said = child.pieces.map((piece) => saidBy(child, piece)).reduce(joined, NOTHING)
    return HANDED_DOWN[what](said, child) && (!carriesBelow(child) || takesOver(child, what))
  })
