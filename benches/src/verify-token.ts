import { createSessions } from '@sess/core'
import { memoryStore } from '@sess/core/memory'
import { createTokens, generateKeys, importKeys } from '@sess/core/tokens'
import { jwtVerify } from 'jose'
import { type Contender, expect, inTurn, USER } from './contender.ts'
import { bench } from './report.ts'

/** CPU of verifying an access token, by its signature and with its session, in one run against bare `jose.jwtVerify` with the same checks. */
const issuer = 'https://auth.example.com'
const audience = 'https://api.example.com'
const groups = { api: { carrier: 'token-endpoint' } } as const

async function contenders(algorithm: 'ES256' | 'RS256'): Promise<Contender[]> {
  const sessions = createSessions({ store: memoryStore(), groups })
  const keys = await importKeys(await generateKeys({ algorithm }))
  const { issue, verifier } = createTokens(sessions, { issuer, audience, keys })
  const given = { clientId: 'app', scope: 'orders:read orders:write', amr: ['pwd', 'otp'], acr: 'aal2' }
  const issued = await Promise.all(
    Array.from({ length: 64 }, () => issue(USER, { ...given, authenticatedAt: Date.now() })),
  )
  const texts = issued.map(({ body }) => body.access_token)
  const { verifyingKey } = keys.signerAt(Date.now())
  const checks = { issuer, audience, typ: 'at+jwt', algorithms: [algorithm], clockTolerance: 5 }
  const contender = (name: string, subject: (text: string) => Promise<string | undefined>): Contender => {
    const next = inTurn(texts)
    return { name, run: async () => expect((await subject(next())) === USER, 'the token was refused') }
  }
  const ours = (check: 'signature' | 'session') => async (text: string) =>
    (await verifier.verify(text, { check })).token?.userId
  return [
    contender(`Sess, signature (${algorithm})`, ours('signature')),
    contender(`Sess, with the session in memory (${algorithm})`, ours('session')),
    contender(
      `jose.jwtVerify (${algorithm})`,
      async (text) => (await jwtVerify(text, verifyingKey, checks)).payload.sub,
    ),
  ]
}

const all = [...(await contenders('ES256')), ...(await contenders('RS256'))]
await bench('verify-token', 'Verifying an access token', all, [
  {
    what: 'One at a time',
    meter: { of: 'cpu', atOnce: 1 },
    comparisons: [
      { of: 'ES256, signature, to jose', ratio: [0, 2], aim: 'at most 1.1' },
      { of: 'ES256, with the session, to jose', ratio: [1, 2], aim: 'at most 1.5' },
      { of: 'RS256, signature, to jose', ratio: [3, 5], aim: 'at most 1.1' },
      { of: 'RS256, with the session, to jose', ratio: [4, 5], aim: 'at most 1.5' },
    ],
  },
])
