using AccessKiosk.Enrollment.Import;

namespace AccessKiosk.Enrollment.Tests.Import;

/// <summary>Whose picture a file of an import is: one rule for folders, archives, tables and single pictures.</summary>
public sealed class ImportPlanTests : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("import-");

    public void Dispose() => _root.Delete(recursive: true);

    [Theory]
    [InlineData("EMP1001.jpg", "EMP1001")]
    [InlineData("EMP-12.jpg", "EMP-12")]
    [InlineData("emp_7.jpg", "emp_7")]
    [InlineData("007.jpg", "007")]
    [InlineData("Ada Lovelace.jpg", "Ada Lovelace")]
    [InlineData("Ada Lovelace-2.jpg", "Ada Lovelace")]
    [InlineData("Ada_Lovelace_03.jpg", "Ada_Lovelace")]
    [InlineData("Ada Lovelace (3).jpg", "Ada Lovelace")]
    [InlineData("ADA LOVELACE 2.jpg", "ADA LOVELACE")]
    [InlineData("李明-2.jpg", "李明")]
    [InlineData("IMG_0001.jpg", null)]
    [InlineData("DSC01234.JPG", null)]
    [InlineData("20240501_101500.jpg", null)]
    [InlineData("WhatsApp Image 2024-05-01 at 10.15.00.jpeg", null)]
    [InlineData("Ada/IMG_0001.jpg", "Ada")]
    [InlineData("Alice/2024/1.jpg", "Alice")]
    [InlineData("Alice/2024-05-01/photos/1.jpg", "Alice")]
    [InlineData("Sales/Smith/1.jpg", "Sales/Smith")]
    [InlineData("staff\\1001\\1.jpg", "staff/1001")]
    [InlineData("photos/Ada.jpg", "Ada")]
    [InlineData("2024/Ada-2.jpg", "Ada")]
    [InlineData("2024/IMG_1.jpg", "2024")]
    [InlineData("photos/IMG_1.jpg", null)]
    [InlineData("Jose\u0301/1.jpg", "Jos\u00e9")]
    [InlineData("Ada/DCIM/100CANON/IMG_0001.jpg", "Ada")]
    [InlineData("DCIM/100APPLE/IMG_0001.HEIC", null)]
    [InlineData("DCIM/101_PANA/P1010001.jpg", null)]
    [InlineData("100CANON/1.jpg", "100CANON")]
    [InlineData("EMP1001 (2).jpg", "EMP1001")]
    [InlineData("EMP1001~2.jpg", "EMP1001")]
    [InlineData("1001(3).jpg", "1001")]
    [InlineData("EMP (12).jpg", "EMP (12)")]
    [InlineData("Ada Lovelace - Kopie.jpg", "Ada Lovelace")]
    [InlineData("EMP1001 - Copy (2).jpg", "EMP1001")]
    [InlineData("IMG_E1234.JPG", null)]
    [InlineData("IMGP0412.jpg", null)]
    [InlineData("FB_IMG_1612345678901.jpg", null)]
    [InlineData("received_1234567890.jpeg", null)]
    [InlineData("signal-2024-05-01-101500.jpg", null)]
    [InlineData("Photo on 01.05.24 at 10.15.jpg", null)]
    [InlineData("Bildschirmfoto 2024-05-01 um 10.15.00.png", null)]
    [InlineData("image.jpg", null)]
    [InlineData("photos/image (1).jpg", null)]
    [InlineData("Ada/image.jpg", "Ada")]
    [InlineData("Photogenia Image.jpg", "Photogenia Image")]
    [InlineData("\u202aAda\u200e/1.jpg", "Ada")]
    [InlineData("\ufeffBea.jpg", "Bea")]
    [InlineData("\u200fعلي\u200f-2.jpg", "علي")]
    [InlineData("می\u200cخواهم.jpg", "می\u200cخواهم")]
    public void A_picture_belongs_to_whom_its_folder_or_its_name_says(string path, string? owner) => Assert.Equal(owner, ImportNames.OwnerOf(path));

    [Fact]
    public void People_of_one_name_in_two_folders_stay_two_people_and_folders_around_everybody_say_nothing()
    {
        Pictures("all/Sales/Smith/1.jpg", "all/IT/Smith/1.jpg", "all/IT/Ada_Lovelace/1.jpg", "all/IT/Ada_Lovelace/2023/2.jpg");

        Assert.Equal(
            [("IT/Ada_Lovelace", "Ada Lovelace", "Ada_Lovelace", 2), ("IT/Smith", "Smith", "IT/Smith", 1), ("Sales/Smith", "Smith", "Sales/Smith", 1)],
            Plan().People.Select(one => (one.Folder, one.Person.Name, one.Person.ExternalId!, one.Pictures.Count)));
    }

    [Fact]
    public void Folders_that_systems_make_are_nobody_and_empty_folders_of_one_name_are_one_person()
    {
        Pictures("Ada/1.jpg", "__MACOSX/._1.jpg", "Ada/@eaDir/1.jpg/SYNOPHOTO_THUMB_M.jpg", "$RECYCLE.BIN/S-1-5/desktop.ini", "System Volume Information/IndexerVolumeGuid");
        foreach (var name in new[] { "Jos\u00e9", "Jose\u0301", "lost+found", "@eaDir", "#recycle" })
            _root.CreateSubdirectory(name);

        var plan = Plan();
        Assert.Equal([("Ada", 1), ("Jos\u00e9", 0)], plan.People.Select(one => (one.Folder, one.Pictures.Count)));
        Assert.Empty(plan.LeftOut);
    }

    [Fact]
    public void What_is_nobodys_picture_is_named_with_the_reason()
    {
        Pictures("EMP1001.jpg", "EMP1002.jfif", "IMG_0001.jpg", "Ada/1.heic", "Ada/2.jpg", "Ada/3.tiff", "Ada/4.BMP", "Ada/notes.txt", ".hidden/1.jpg", "__MACOSX/1.jpg", "Thumbs.db");

        var plan = Plan();
        Assert.Equal(["Ada", "EMP1001", "EMP1002"], plan.People.Select(one => one.Folder));
        Assert.Equal(["1.heic", "3.tiff", "4.BMP", "IMG_0001.jpg", "notes.txt"], plan.LeftOut.Select(one => one.File).Order(StringComparer.Ordinal));
        Assert.Contains("TIFF pictures are not read", plan.LeftOut.Single(one => one.File == "3.tiff").Reason, StringComparison.Ordinal);
        Assert.Contains("HEIC", plan.LeftOut.Single(one => one.File == "1.heic").Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("José", "Jose\u0301/1.jpg")]
    [InlineData("Jose\u0301", "José/1.jpg")]
    [InlineData("josé", "José/1.jpg")]
    [InlineData("Smith", "Sales/Smith/1.jpg")]
    [InlineData("Sales/Smith", "Sales/Smith/2024/1.jpg")]
    [InlineData("all\\Smith", "all/Smith/1.jpg")]
    [InlineData("bea", "bea-1.jpg")]
    [InlineData("2024", "2024/IMG_1.jpg")]
    [InlineData("\u202aAda\u202c", "Ada/1.jpg")]
    [InlineData("Ada\u00a0", "Ada\u200e/1.jpg")]
    public void A_table_finds_the_folder_by_the_same_rule(string cell, string picture)
    {
        Pictures(picture, "Sales/Somebody else/1.jpg");
        var person = Assert.Single(Table(cell).People);
        Assert.Equal((1, false), (person.Pictures.Count, person.IsMissing));
    }

    [Theory]
    [InlineData("\r\n\r\nfolder;name;;\r\nAda;Ada Byron;;\r\n")]
    [InlineData("\ufefffolder,name\nAda,Ada Byron\n")]
    [InlineData(" \n\u200efolder\tname\t\n\u200eAda\tAda Byron\t\n")]
    public void Empty_lines_before_a_table_empty_columns_and_invisible_marks_say_nothing(string text)
    {
        Pictures("Ada/1.jpg");
        var person = Assert.Single(Of(text).People);
        Assert.Equal(("Ada", "Ada Byron", 1, false), (person.Person.ExternalId, person.Person.Name, person.Pictures.Count, person.IsMissing));
    }

    [Fact]
    public void A_fault_of_a_table_names_the_line_in_the_file()
    {
        Pictures("Ada/1.jpg");
        Assert.Contains("line 5: ", Assert.Throws<InputException>(() => Of("\n\nfolder,valid_until\nAda,\nBea,31.12.2026\n")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_table_says_which_of_two_folders_it_means()
    {
        Pictures("Sales/Smith/1.jpg", "IT/Smith/1.jpg");
        Assert.Contains("could be 'IT/Smith' or 'Sales/Smith'", Assert.Throws<InputException>(() => Table("Smith")).Message, StringComparison.Ordinal);
        Assert.False(Table("IT/Smith").People[0].IsMissing);
    }

    private ImportPeople Plan() => ImportPlan.Folders(_root);

    private ImportPeople Table(string folder) => Of($"folder\n{folder}\n");

    private ImportPeople Of(string table)
    {
        var csv = new FileInfo(Path.Combine(_root.FullName, "people.csv"));
        // With the mark that programs write, whatever the text begins with.
        File.WriteAllText(csv.FullName, table, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        return ImportPlan.Csv(_root, csv, TimeZoneInfo.Utc);
    }

    private void Pictures(params string[] paths)
    {
        foreach (var path in paths)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_root.FullName, path))!);
            File.WriteAllText(Path.Combine(_root.FullName, path), "");
        }
    }
}
