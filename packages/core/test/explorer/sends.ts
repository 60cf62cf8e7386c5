import type { Delivery } from '../../src/verdict.ts'
import type { Stage } from './stage.ts'
import {
  type Left,
  type Move,
  NONE,
  type Operation,
  OWED_NOTHING,
  type Party,
  type Request,
  type World,
} from './world.ts'

export const spend = (left: Left, what: keyof Left): Left => ({ ...left, [what]: left[what] - 1 })

/** The client sends what is in its jar; so do all its tabs. */
export function clientSends(stage: Stage, world: World): Move[] {
  const { client } = stage.scenario
  const { jar, left } = world
  if (jar === NONE || left.sends === 0 || busy(world, 'client') >= client.parallel) return []
  const paid = { ...world, left: spend(left, 'sends') }
  return client.does.flatMap((operation) =>
    client.via.flatMap((via) => send(stage, paid, 'client', jar, via, operation)),
  )
}

/** The thief copies the jar. */
export function thefts(stage: Stage, world: World): Move[] {
  const { jar, loot, left } = world
  if (left.thefts === 0 || jar === NONE || loot.includes(jar)) return []
  const more = [...loot, jar].sort((a, b) => a - b)
  const what = `the thief copies ${stage.keyring.at(jar).name}`
  return [
    {
      what,
      world: { ...world, loot: more, left: spend(left, 'thefts') },
      broken: null,
      action: { of: 'theft' },
    },
  ]
}

/** The thief uses what he copied, was handed, or can forge. Only a real token counts as having acted. */
export function thiefSends(stage: Stage, world: World): Move[] {
  const { thief } = stage.scenario
  const { loot, left, past } = world
  if (left.thiefSends === 0 || busy(world, 'thief') >= thief.parallel) return []
  const paid = { ...world, left: spend(left, 'thiefSends') }
  const acting = { ...paid, past: { ...past, acted: true } }
  return thief.via.flatMap((via) => [
    ...thief.does.flatMap((operation) =>
      [...loot, ...dumped(stage, world)].flatMap((token) =>
        send(stage, acting, 'thief', token, via, operation),
      ),
    ),
    ...forged(stage, world).flatMap((token) => send(stage, paid, 'thief', token, via, 'read')),
  ])
}

const busy = ({ requests }: World, party: Party): number => requests.filter(({ who }) => who === party).length

function send(
  stage: Stage,
  world: World,
  who: Party,
  token: number,
  via: Delivery,
  operation: Operation,
): Move[] {
  const { left } = world
  const rekeys = operation === 'rekey' || operation === 'credentials'
  // A carrier that can set no cookie has no method that would need one.
  if ((rekeys && left.rekeyings === 0) || (via === 'none' && operation !== 'read')) return []
  const what = `${who} sends a ${operation}${via === 'cookie' ? '' : ` (${via})`} with ${stage.keyring.at(token).name}`
  return stage.scenario.servers.map((server) => {
    const request: Request = {
      who,
      token,
      via,
      operation,
      server,
      age: 0,
      phase: { at: 'sent' },
      owed: OWED_NOTHING,
    }
    const requests = [...world.requests, request]
    const after = { ...world, requests, left: rekeys ? spend(left, 'rekeyings') : left }
    return { what, world: after, broken: null, action: { of: 'send', request } }
  })
}

function forged({ scenario, keyring }: Stage, { loot, jar }: World): number[] {
  return scenario.thief.forges.flatMap((kind) => {
    // The id is public, so a guess may have it; everything else starts from a token.
    const like = kind === 'guessed' ? [jar] : loot
    return like.filter((token) => token !== NONE).map((token) => keyring.forged(kind, token))
  })
}

/** With the proof key of a dump and a stolen secret, any generation of that key can be made. */
function dumped({ scenario, keyring }: Stage, { loot }: World): number[] {
  if (!scenario.thief.hasDump) return []
  return loot.map((token) => keyring.of(keyring.at(token).key, 0xffffffff))
}
