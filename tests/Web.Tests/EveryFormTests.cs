using AccessKiosk.Web.Security;

namespace AccessKiosk.Web.Tests;

/// <summary>Every form of the staff's pages takes whatever is sent: pages are found by their routes, so that a new form is held to it too.</summary>
[Trait("Speed", "slow")]
public sealed class EveryFormTests(Browser browser)
{
    // Sends each form of the page empty, doubled, and with input that no form is made for; what the server could not answer is told.
    private const string Send = """
        async () => {
          const good = e => ({ url: 'https://example.org/hook', password: 'a few words do well', date: '2027-01-01' })[e.type] ?? (e.value || (e.name.endsWith('Url') ? 'https://example.org/hook' : 'Test'));
          const isChoice = e => e.matches('[type=checkbox], [type=radio], select');
          const always = value => () => [value];
          const inputs = {
            empty: () => [],
            unticked: e => isChoice(e) ? [] : [good(e)],
            unknown: e => [isChoice(e) ? 'nobody' : good(e)],
            doubled: () => ['a', 'a'],
            longest: always('x'.repeat(100000)),
            strangest: always('\u202e\'"<b>&amp;%00;--\ud83d\ude00\ud800'),
            nul: always('a\u0000b'),
            large: always('99999999999999999999'),
            negative: always('-2147483648'),
            date: always('9999-12-31T23:59'),
            identifier: always('ffffffff-ffff-ffff-ffff-ffffffffffff'),
          };
          const faults = [];
          let sent = 0;
          for (const form of document.querySelectorAll('form')) {
            if (form.method !== 'post' || form.action.includes('sign-out')) continue;
            const hidden = [...form.querySelectorAll('input[type=hidden]')];
            const fields = [...form.elements].filter((e, i, all) => e.name && !hidden.includes(e) && all.findIndex(other => other.name === e.name) === i);
            for (const [kind, values] of Object.entries(inputs)) {
              const body = form.enctype === 'multipart/form-data' ? new FormData() : new URLSearchParams();
              hidden.forEach(e => body.append(e.name, e.value));
              fields.forEach(e => values(e).forEach(value => body.append(e.name, value)));
              const answer = await fetch(form.action, { method: 'POST', body, redirect: 'manual' });
              sent++;
              if (answer.status >= 500) faults.push(`${kind}: ${answer.status} from ${form.action} (${fields.map(e => e.name)})`);
            }
          }
          return [String(sent), ...faults];
        }
        """;

    [Fact]
    public async Task Is_answered_when_it_is_sent_empty_doubled_or_with_the_longest_and_strangest_input()
    {
        await using var site = await TestSite.OpenAsync();
        await site.AddOperatorAsync("Ada", Roles.Admin);
        var man = await site.EnrolManAsync();
        var page = await browser.OpenAsAsync(site, "Ada");
        var (sent, faults) = (0, new List<string>());
        foreach (var address in StaffPages.Addresses(site, man.Id.Value))
        {
            await page.GotoAsync(address);
            Assert.DoesNotContain("/sign-in", page.Url, StringComparison.Ordinal);
            var told = await page.EvaluateAsync<string[]>(Send);
            sent += int.Parse(told[0], System.Globalization.CultureInfo.InvariantCulture);
            faults.AddRange(told[1..].Select(fault => $"{address}: {fault}"));
        }

        Assert.Empty(faults);
        Assert.True(sent > 100, $"Only {sent} forms were sent.");
    }
}
