using System.Text;
using AccessKiosk.Enrollment.Files;

namespace AccessKiosk.Enrollment.Tests.Files;

/// <summary>A table that is made to take long, or much memory, is refused before it is read.</summary>
public sealed class CsvTableTests
{
    private static readonly string Lines = string.Concat(Enumerable.Repeat("a\n", 300_000));

    public static TheoryData<string, string> Bombs => new()
    {
        { "number,name\n1,\"" + Lines, "line 2" },
        { "number,name\n\n1, \"" + Lines + "\"\n", "line 3" },
        { "number,\"" + Lines, "line 1" },
        { "number,name\n1,a\n" + new string(',', 3_000_000), "line 3" },
        { new string(';', 3_000_000) + "\n1", "line 1" },
    };

    [Theory]
    [MemberData(nameof(Bombs), DisableDiscoveryEnumeration = true)]
    public async Task A_cell_of_endless_lines_and_a_row_of_endless_cells_are_refused_with_their_line(string text, string line)
    {
        var parsing = Task.Run(() => CsvTable.Parse(Encoding.UTF8.GetBytes(text), "people.csv"), TestContext.Current.CancellationToken);
        var refusal = await Assert.ThrowsAsync<InputException>(() => parsing.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken));
        Assert.Contains(line, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Quotes_within_a_cell_and_cells_of_several_lines_are_read_as_before()
    {
        var rows = string.Concat(Enumerable.Range(0, 3_000).Select(i => $"{i},5\" pipe {i}\r\n"));
        var table = CsvTable.Parse(Encoding.UTF8.GetBytes($"number,note\r\n{rows}7, \"two\r\nlines, \"\"quoted\"\"\"\r\n"), "people.csv");
        Assert.Equal(3_001, table.Rows.Count);
        Assert.Equal("5\" pipe 2999", table.Rows[2_999].Cells[1]);
        Assert.Equal(["7", "two\r\nlines, \"quoted\""], table.Rows[3_000].Cells.Select(cell => cell.ReplaceLineEndings("\r\n")));
    }
}
