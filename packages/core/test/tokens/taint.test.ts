import { expect, it } from 'vitest'
import { createVerifier, importKeys } from '../../src/tokens/index.ts'
import { HOUR, MINUTE } from '../support/clock.ts'
import { Witness } from '../support/witness.ts'
import { AUDIENCE, api, ISSUER } from './support/api.ts'

it('P1: nothing at rest, no event, no error and no log of ours holds a refresh token, an access token or a private key', async () => {
  const app = await api({ cookie: { path: '/oauth' } })
  const witness = new Witness()
  const secrets = (JSON.parse(app.keyText).keys as { d: string }[]).map(({ d }) => d)
  const keep = ({ access_token, refresh_token }: { access_token?: string; refresh_token?: string }) => {
    if (access_token !== undefined) secrets.push(access_token)
    if (refresh_token !== undefined) witness.tokens.add(refresh_token)
  }
  const signedIn = await app.signIn({ acr: 'aal1' })
  keep(signedIn)
  const refreshed = await app.refresh(signedIn.refresh_token)
  app.clock.forward(2 * MINUTE)
  keep(refreshed.body)
  keep((await app.refresh(signedIn.refresh_token)).body)
  const { token, ...rest } = await app.tokens.verifier.verify(signedIn.access_token)
  witness.hears('a verified token', token)
  witness.hears('what was found', rest)
  if (token === null) throw new Error('It was refused.')
  const rekeyed = await app.tokens.reauthenticate(token, { amr: ['otp'] })
  keep(rekeyed.body)
  witness.hears('a step-up too late', await app.tokens.regenerate(token).catch((error: unknown) => error))
  app.clock.forward(HOUR)
  const [newest] = [...witness.tokens].slice(-1)
  for (const old of [...witness.tokens].slice(0, -1))
    witness.hears('a refusal', (await app.refresh(old)).body)
  witness.hears('the end', (await app.refresh(newest)).body)
  const verifier = createVerifier({ issuer: ISSUER, audience: AUDIENCE, keys: await importKeys(app.keyText) })
  witness.hears('a token of another time', await verifier.verify(signedIn.access_token))
  witness.hears('the verifier', verifier)
  witness.hears('the issuer', app.tokens)
  witness.hears('the sessions', app.sessions)
  witness.hears('what was listed', await app.sessions.list('alice'))
  for (const event of app.events) witness.hears(`the event ${event.type}`, event)
  witness.reads(app.watched.memory.dump())

  expect(witness.tokens.size).toBe(3)
  expect(secrets.length).toBe(5)
  expect(witness.findings()).toEqual([])
  for (const secret of secrets) expect(witness.mentions(secret)).toBe(false)
  expect(witness.statements).toBeGreaterThan(20)
})
