import { authenticated } from '@sess/core'
import { SHELF } from 'demo-shared/app'
import { getSession } from '../../lib/session'
import { addToCart, emptyCart, signOut } from './actions'

/** The same session in the places that only Next has: looked at by Server Components, changed by Server Actions. */
export default async function OnlyOnNext() {
  const { data, userId } = await getSession()
  return (
    <main>
      <title>Only on Next · Sess demo</title>
      <h1>Only on Next</h1>
      <p className="lead">
        This page looks at the session in Server Components and changes it by Server Actions.
      </p>
      <div className="columns">
        <section className="card">
          <h2>Shelf</h2>
          <ul className="shelf">
            {SHELF.map((item) => (
              <li key={item}>
                <form action={addToCart}>
                  <input type="hidden" name="item" value={item} />
                  <span>{item}</span>{' '}
                  <button type="submit" aria-label={`Add ${item}`}>
                    Add
                  </button>
                </form>
              </li>
            ))}
          </ul>
        </section>
        <section className="card">
          <h2>Your cart</h2>
          <p id="count">{data.cart.length === 0 ? 'It is empty.' : data.cart.join(', ')}</p>
          <form action={emptyCart}>
            <button type="submit" className="quiet">
              Empty the cart
            </button>
          </form>
          {userId === null ? <a href="/sign-in?then=/next">Sign in</a> : <Account />}
        </section>
      </div>
      <p>
        <a href="/">Back to the shop</a>
      </p>
    </main>
  )
}

/** Asks for the session again: it is the same one, and the store is not asked twice. */
async function Account() {
  const { userId, expiresAt } = authenticated(await getSession())
  return (
    <form action={signOut}>
      <p className="faint">
        {userId}, until {new Date(expiresAt ?? 0).toISOString()}
      </p>
      <button type="submit" className="quiet">
        Sign out
      </button>
    </form>
  )
}
