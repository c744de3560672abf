/** The package has types for its converters only; the smallest of those is 110 KB, the bare dictionary 30. */
declare module 'opencc-js/dict/TSCharacters' {
  /** One character each: "traditional simplified|traditional simplified|…". */
  const pairs: string
  // biome-ignore lint/style/noDefaultExport: the package exports it so
  export default pairs
}
