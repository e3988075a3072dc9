/* "Di dekat saya": the place of the device, rounded to about 100 m, goes into the address. */
import { canLocate, locate } from "./map/position.js";

const form = document.querySelector("[data-near]");
if (form && canLocate()) {
  const says = form.querySelector("[data-says]");
  const button = form.querySelector("[data-locate]");
  for (const one of form.querySelectorAll("[data-locate-box]")) one.hidden = false;
  button.addEventListener("click", async () => {
    button.disabled = true;
    says.textContent = form.dataset.sayLooking;
    try {
      const { latitude, longitude } = await locate();
      location.assign(`${form.action}?dekat=${latitude.toFixed(3)},${longitude.toFixed(3)}`);
    } catch (why) {
      button.disabled = false;
      says.textContent = why === "denied" ? form.dataset.sayDenied : form.dataset.sayFailed;
    }
  });
}
