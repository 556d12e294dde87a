// The one built-in of Node 22 that matrix-js-sdk 43 uses. Imported before the SDK.
Promise.withResolvers ??= function () {
  let resolve;
  let reject;
  const promise = new this((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
};
