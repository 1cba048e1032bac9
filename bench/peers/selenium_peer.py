"""The removal of the benchmark in Selenium for Python, as somebody who knows it well would write it: explicit waits polled
every 50 ms (the default is 500), navigation that returns when the document is there, and nothing read twice. Same pages, same
checks and the same verification on a fresh load as the other peers; see ../run.py.

selenium_peer.py JOB.json        prints one JSON line for each person
"""

import json
import os
import sys
import time
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as ec
from selenium.webdriver.support.ui import WebDriverWait

job = json.loads(Path(sys.argv[1]).read_text())
pages = json.loads((Path(__file__).parent / "pages.json").read_text())[job["front_end"]]

options = webdriver.ChromeOptions()
options.binary_location = job["chromium"]
options.page_load_strategy = "eager"
for argument in ["--headless", "--window-size=1280,900"] + (["--no-sandbox"] if os.geteuid() == 0 else []):
    options.add_argument(argument)
if job["surface"] == "mobile":
    metrics = {"width": 390, "height": 844, "pixelRatio": 3.0, "touch": True, "mobile": True}
    options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics, "userAgent": job["phone"]})
driver = webdriver.Chrome(options=options, service=Service(job["chromedriver"]))
waiting = WebDriverWait(
    driver, 15, poll_frequency=0.05, ignored_exceptions=(NoSuchElementException, StaleElementReferenceException)
)

commands = 0
execute = driver.execute


def counted(command, params=None):
    global commands
    commands += 1
    return execute(command, params)


driver.execute = counted


def find(what, root=None):
    """A wait for the one visible element, by CSS and, where CSS does not settle it, by its label or text."""
    if root is None and "name" not in what:
        return ec.element_to_be_clickable((By.CSS_SELECTOR, what["css"]))

    def look(driver):
        for element in (root or driver).find_elements(By.CSS_SELECTOR, what["css"]):
            name = what.get("name")
            if name and name not in (element.text.strip(), element.get_attribute("aria-label")):
                continue
            if element.is_displayed() and element.is_enabled():
                return element
        return False

    return look


def identify(person):
    card = waiting.until(lambda driver: driver.find_element(By.CSS_SELECTOR, pages["card"]))
    name = card.find_element(By.CSS_SELECTOR, pages["name"]).text.strip()
    # Text that is not visible reads as empty.
    texts = [element.text.replace("·", "").strip() for element in card.find_elements(By.XPATH, pages["degree"])]
    degrees = [text for text in texts if text]
    path = unquote(urlsplit(driver.current_url).path)
    assert path == pages["path"].replace("{slug}", person["slug"]), path
    assert name == person["name"], name
    assert len(degrees) == 1, degrees
    return card, degrees[0]


def remove(person):
    address = job["site"] + pages["path"].replace("{slug}", quote(person["slug"]))
    driver.get(address)
    card, degree = identify(person)
    assert degree == "1st", degree
    waiting.until(find(pages["more"], card)).click()
    item = waiting.until(find(pages["item"]))
    if job["pictures"]:
        driver.save_screenshot(f"{job['pictures']}/{person['slug']}-before.png")
    item.click()
    dialog = waiting.until(ec.visibility_of_element_located((By.CSS_SELECTOR, pages["dialog"])))
    assert person["name"] in dialog.text, dialog.text
    waiting.until(find(pages["confirm"], dialog)).click()
    waiting.until(lambda driver: driver.find_element(By.XPATH, pages["toast"]))
    driver.get(address)
    _, degree = identify(person)
    assert degree in ("2nd", "3rd"), degree
    seen = time.monotonic()
    waiting.until(lambda driver: driver.execute_script("return document.readyState === 'complete'"))
    time.sleep(max(0, job["stand_ms"] / 1000 - (time.monotonic() - seen)))
    if job["stand_ms"]:
        assert identify(person)[1] == degree
    if job["pictures"]:
        driver.save_screenshot(f"{job['pictures']}/{person['slug']}-after.png")


try:
    for person in job["people"]:
        started, before = time.monotonic(), commands
        remove(person)
        line = {
            "event": "person",
            "slug": person["slug"],
            "outcome": "removed",
            "ms": (time.monotonic() - started) * 1000,
            "commands": commands - before,
        }
        print(json.dumps(line), flush=True)
finally:
    driver.quit()
