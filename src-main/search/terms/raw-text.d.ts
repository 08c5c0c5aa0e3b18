/** A text file, bundled as a string. */
declare module '*.txt?raw' {
  const text: string;
  export default text;
}
