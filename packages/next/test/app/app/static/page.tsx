/** Asks for nothing, so it is rendered once, when the app is built. */
export default function Static() {
  return <p>The same for everybody.</p>
}
