import type { Attack, Step } from './attack.ts'

export const forgery: Attack = {
  name: 'forgery',
  title: 'Forge a token',
  promise: 'P4',
  story:
    'Session ids are no secret here: they stand in the list of sessions and in every log. The attacker knows the victim’s id, has an honest session of their own, and tries everything that might pass for the victim’s token.',
  async *run({ browser, sandbox }) {
    const victim = browser()
    await victim.signIn(sandbox)
    const { id } = await victim.facts()
    const { name, value } = victim.sessionCookie()
    if (id === null) throw new Error('The victim has no session.')
    yield { who: 'attacker', did: `knows the id of the victim’s session, ${id}, and the shape of a token.` }

    const attempts: readonly (readonly [string, string])[] = [
      ['the id itself, as if it were the token', id],
      ['the id in front of random bytes', spliced(value, random(87))],
      ['the id in a token whose every other byte is zero', spliced(value, new Uint8Array(87))],
      ['one bit of the victim’s token turned over', flipped(value)],
      ['the victim’s token cut short', value.slice(0, -1)],
      ['a later generation of it', nextGeneration(value)],
      ['garbage of the right length', 'A'.repeat(116)],
      ['nine thousand bytes of garbage', 'x'.repeat(9000)],
    ]
    let entered = 0
    for (const [what, forged] of attempts) {
      const attacker = browser()
      attacker.setCookie(name, forged)
      const facts = await attacker.facts()
      if (facts.userId !== null) entered++
      const step: Step = {
        who: 'attacker',
        did: `sends ${what}: ${facts.userId === null ? 'a guest, and told nothing' : `signed in as ${facts.userId}`}${facts.endedBecause === null ? '' : ` (${facts.endedBecause})`}.`,
        wire: [facts.wire],
      }
      yield step
    }
    const owner = await victim.facts()
    yield {
      who: 'victim',
      did: owner.userId === null ? 'is signed out.' : 'is still signed in, and noticed nothing.',
      wire: [owner.wire],
    }
    return entered === 0 && owner.userId === sandbox.id
      ? { held: true, says: 'None got in, and none could end the victim’s session: a guess ends nothing.' }
      : {
          held: false,
          says: entered > 0 ? 'A forged token got in.' : 'A forged token ended the victim’s session.',
        }
  },
}

/** The layout of a token, which is no secret: format 1, id 18, secret 32, generation 4, proof 32 bytes. */
const ID_END = 19
const GENERATION_END = 55

const random = (length: number): Uint8Array => crypto.getRandomValues(new Uint8Array(length))

function spliced(token: string, rest: Uint8Array): string {
  const bytes = Buffer.from(rest)
  Buffer.from(token, 'base64url').copy(bytes, 0, 0, ID_END)
  return bytes.toString('base64url')
}

function flipped(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1
  return bytes.toString('base64url')
}

function nextGeneration(token: string): string {
  const bytes = Buffer.from(token, 'base64url')
  bytes[GENERATION_END - 1] = (bytes[GENERATION_END - 1] ?? 0) + 1
  return bytes.toString('base64url')
}
