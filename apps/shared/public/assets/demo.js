// Makes the pages livelier; every one of them works without it.

/** The strip: new events as they happen. */
const list = document.querySelector('#events')
const latest = document.querySelector('#latest')

if (list.dataset.follow === 'yes') {
  const source = new EventSource('/events')
  source.addEventListener('message', ({ data }) => {
    // Made and escaped by the server, by the same function as the lines that are there.
    list.insertAdjacentHTML('afterbegin', data)
    latest.textContent = list.querySelector('li span').textContent
    while (list.children.length > 40) list.lastElementChild.remove()
  })
  // The session has ended: asking again would only follow a stranger's.
  source.addEventListener('over', () => source.close())

  const ping = document.querySelector('#ping')
  ping.hidden = false
  ping.addEventListener('click', () => fetch('/api/session'))

  const storm = document.querySelector('#storm')
  storm.hidden = false
  storm.addEventListener('click', async () => {
    const result = document.querySelector('#storm-result')
    result.textContent = ''
    storm.disabled = true
    // A browser's cache would let requests for one address wait for each other.
    const send = async () => (await fetch('/api/session', { cache: 'no-store' })).json()
    const requests = Array.from({ length: 30 }, send)
    const settled = await Promise.allSettled(requests)
    const answers = settled.filter(({ status }) => status === 'fulfilled').map(({ value }) => value)
    const users = new Set(answers.map(({ userId }) => userId ?? 'a guest'))
    result.textContent = `${answers.length} of ${requests.length} answered, as ${[...users].join(' and ')}.`
    storm.disabled = false
  })
}

/** Times in the strip keep counting. */
const ago = (seconds) => {
  if (seconds < 5) return 'just now'
  if (seconds < 60) return `${seconds} seconds ago`
  const minutes = Math.round(seconds / 60)
  if (minutes < 60) return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`
  const hours = Math.round(minutes / 60)
  return hours === 1 ? 'an hour ago' : `${hours} hours ago`
}
setInterval(() => {
  for (const time of list.querySelectorAll('time')) {
    time.textContent = ago(Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000)))
  }
}, 5000)

/** Attacks run in place, and their steps appear as they happen. */
const forms = [...document.querySelectorAll('.attack form')]

async function run(form) {
  const steps = form.parentElement.querySelector('.steps')
  const button = form.querySelector('button')
  button.disabled = true
  steps.replaceChildren()
  try {
    const response = await fetch(form.action, { method: 'POST', headers: { accept: 'text/vnd.steps+html' } })
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += part.value
      // Whole lines only: half a tag is no tag.
      steps.innerHTML = text.slice(0, text.lastIndexOf('</li>') + 5)
    }
  } finally {
    button.disabled = false
  }
}

for (const form of forms) {
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    run(form)
  })
}

const all = document.querySelector('#run-all')
if (all) {
  all.hidden = false
  all.addEventListener('click', async () => {
    all.disabled = true
    const score = document.querySelector('#score')
    for (const [i, form] of forms.entries()) {
      score.textContent = `Running ${i + 1} of ${forms.length}…`
      await run(form)
    }
    const held = document.querySelectorAll('.outcome.held').length
    score.textContent = `${held} of ${forms.length} held.`
    all.disabled = false
  })
}
