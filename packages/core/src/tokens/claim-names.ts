/** Names that say what nobody should put into an access token: its payload is readable by everybody who gets to see it. */

const SECRETS =
  /^(?:password|passwd|pwd|passphrase|passcode|secrets?|tokens?|credentials?|otp|totp|hotp|pin|cvv|cvc|cookies?|hash|salt|seed|mnemonic|nonce)$/
const SECRET_PAIRS =
  /(?:api|private|secret|encryption|signing|master|access|session|recovery|backup)_(?:key|keys|code|codes)(?:_|$)|security_(?:answer|question)/
const PERSONAL =
  /^(?:email|emails|mail|phone|phones|mobile|msisdn|ssn|passport|iban|birthdate|birthday|birth|dob|surname|nickname|gender|sex|ethnicity|religion|street|zipcode|ip)$/
const PERSONAL_PAIRS =
  /(?:given|first|last|middle|family|full|legal|maiden)_name|(?:phone|card|account|passport|licen[cs]e|tax|social_security|national_insurance)_(?:number|no|id)|national_id|credit_card|bank_account|home_address|postal_code|post_code|ip_address|date_of_birth/
const PERSONAL_WHOLE = /^(?:name|address|picture|photo|preferred_username)$/

/** Claims that core sets itself, or that mean something to other software (RFC 7519 §4.1, RFC 9068 §2.2, RFC 7800, RFC 8693). */
const RESERVED = new Set(
  'iss sub aud exp nbf iat jti sid client_id scope auth_time acr amr azp at_hash cnf act may_act key_generation __proto__'.split(
    ' ',
  ),
)

/** Why a claim may not have this name, or `null`. `nested`: inside another claim, where only secrets and persons count. */
export function nameRefusal(name: string, nested: boolean): string | null {
  if (!nested && RESERVED.has(name))
    return 'is set by the library, or has a meaning of its own in access tokens'
  const words = name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
  const snake = words.join('_')
  if (
    words.some((word) => SECRETS.test(word) || /^(?:password|apikey|privatekey)/.test(word)) ||
    SECRET_PAIRS.test(snake)
  )
    return 'looks like a secret, and whoever sees an access token can read it'
  if (words.some((word) => PERSONAL.test(word)) || PERSONAL_PAIRS.test(snake) || PERSONAL_WHOLE.test(snake))
    return 'looks like something about a person, which would be in every log that an access token gets into; let the API look it up by "sub"'
  return null
}

/** The first name in the claims, however deep, that may not be there: its path, and why. */
export function refusedName(
  value: unknown,
  path = '',
): { readonly path: string; readonly why: string } | null {
  if (typeof value !== 'object' || value === null) return null
  for (const [name, part] of Object.entries(value)) {
    const here = path === '' ? name : `${path}.${name}`
    const why = Array.isArray(value) ? null : nameRefusal(name, path !== '')
    const found = why === null ? refusedName(part, here) : { path: here, why }
    if (found !== null) return found
  }
  return null
}
