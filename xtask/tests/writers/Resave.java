import java.io.File;
import java.io.FileOutputStream;
import org.apache.poi.ss.usermodel.Workbook;
import org.apache.poi.ss.usermodel.WorkbookFactory;

/** Opens workbooks with Apache POI and saves each anew in a folder: java Resave.java FOLDER FILE... */
public final class Resave {
    public static void main(String[] names) throws Exception {
        for (int at = 1; at < names.length; at++) {
            File file = new File(names[at]);
            try (Workbook book = WorkbookFactory.create(file, null, true);
                    FileOutputStream out = new FileOutputStream(new File(names[0], file.getName()))) {
                book.write(out);
            }
        }
    }
}
