/* Where the device is. Answers with the position, or with why there is none: denied, unknown, slow. */
const WHY = { 1: "denied", 2: "unknown", 3: "slow" };

export const canLocate = () => "geolocation" in navigator && window.isSecureContext;

export const locate = () =>
  new Promise((found, failed) => {
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => found(coords),
      ({ code }) => failed(WHY[code] ?? "unknown"),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
    );
  });
