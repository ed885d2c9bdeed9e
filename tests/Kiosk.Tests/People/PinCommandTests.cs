namespace AccessKiosk.Kiosk.Tests.People;

/// <summary><c>people pin</c> on the real program.</summary>
public sealed class PinCommandTests : IDisposable
{
    private readonly PeopleProgram _kiosk = new();

    public void Dispose() => _kiosk.Dispose();

    [Fact]
    [Trait("Speed", "slow")]
    public async Task A_PIN_is_read_from_a_pipe_set_beside_a_duress_PIN_and_cleared()
    {
        (await _kiosk.RunAsync("people", "add", "Ann", "--external-id", "1001")).Exited(0);
        (await _kiosk.TypeAsync("5038\n", "people", "pin", "Ann", "--duress")).Refused("Set the person's PIN first");
        (await _kiosk.TypeAsync("8305\n", "people", "pin", "1001")).Exited(0);
        Assert.True((await _kiosk.ListAsync())[0].GetProperty("hasPin").GetBoolean());
        (await _kiosk.TypeAsync("8305\n", "people", "pin", "1001", "--duress")).Refused("must differ");
        (await _kiosk.TypeAsync("5038\n", "people", "pin", "1001", "--duress")).Exited(0);
        (await _kiosk.TypeAsync("5038\n", "people", "pin", "1001")).Refused("must differ");
        var audit = await _kiosk.RunAsync("audit", "list", "--json");
        Assert.DoesNotContain("8305", audit.Output, StringComparison.Ordinal);
        (await _kiosk.RunAsync("people", "pin", "1001", "--clear")).Exited(0);
        Assert.False((await _kiosk.ListAsync())[0].GetProperty("hasPin").GetBoolean());
    }

    [Fact]
    public async Task What_is_guessed_first_and_what_is_no_PIN_are_refused()
    {
        (await _kiosk.RunAsync("people", "add", "Ann")).Exited(0);
        (await _kiosk.TypeAsync("1234\n", "people", "pin", "Ann")).Refused("guessed first");
        (await _kiosk.TypeAsync("83o5\n", "people", "pin", "Ann")).Refused("4 to 12 digits");
        (await _kiosk.RunAsync("people", "pin", "Ann")).Refused("No PIN");
    }
}
