import { readText } from '../read-text.ts'

const MAX_BODY = 16 * 1024

/** What a form or a script asks for: the fields of a urlencoded form, or of a JSON object, as texts. `null` for everything else. */
export async function fieldsOf(request: Request): Promise<ReadonlyMap<string, string> | null> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/x-www-form-urlencoded' && type !== 'application/json') return null
  const text = await readText(request, MAX_BODY)
  if (text === null) return null
  return type === 'application/json' ? textsOf(parsed(text)) : new Map(new URLSearchParams(text))
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function textsOf(value: unknown): ReadonlyMap<string, string> | null {
  if (typeof value !== 'object' || value === null) return null
  return new Map(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  )
}
